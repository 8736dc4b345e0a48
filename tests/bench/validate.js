// Usage: node validate.js [COUNT] TEMPLATE   AWS's validator over one template, COUNT times in one process.
const { createRequire } = require("module");
const { RegoEngine, TemplateFile } = createRequire(__dirname + "/../judge/")("@aws/cloudformation-validate");
const words = process.argv.slice(2), count = words.length > 1 ? Number(words[0]) : 1;
const engine = new RegoEngine();
for (let i = 0; i < count; i++) engine.validateStandard(new TemplateFile(words[words.length - 1]));
