// Usage: node judge.js TEMPLATE...   Fails on findings at FATAL or ERROR that no waiver names. A waiver is
// {"template": "web/web", "rule": "E3002", "id": "Api", "reason": "..."}; one that nothing needs is a failure too.
const { RegoEngine, TemplateFile } = require("@aws/cloudformation-validate");
const waivers = require("./waivers.json").map((waiver) => ({ ...waiver, used: false }));
const engine = new RegoEngine();
let passed = 0, failed = 0;
const judged = (good, text) => (good ? passed++ : failed++, console.log(`${good ? "ok" : "not ok"} - judge ${text}`));
for (const file of process.argv.slice(2)) {
  const report = engine.validateStandard(new TemplateFile(file)), name = file.replace(/^build\/judge\/|\.\w+$/g, "");
  const waiver = (d) => waivers.find((w) => w.template === name && w.rule === d.ruleId && w.id === d.entity?.logicalId);
  const grave = report.diagnostics.filter((d) => d.severity === "FATAL" || d.severity === "ERROR");
  grave.forEach((d) => waiver(d) && (waiver(d).used = true));
  const left = grave.filter((d) => !waiver(d)).map((d) => `\n    ${d.ruleId} ${d.entity?.logicalId ?? ""} ${d.propertyPath ?? ""}: ${d.message}`);
  judged(report.status === "OK" && !left.length, `${file} (${report.status}, ${report.diagnostics.length} findings in all)${left.join("")}`);
}
waivers.filter((w) => !w.used).forEach((w) => judged(false, `waiver ${w.template} ${w.rule} ${w.id}: nothing needs it`));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
