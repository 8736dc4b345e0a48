// Calls the new version for a while; it passes when nearly all answers are good, and quick.
exports.handler = async () => {
  const until = Date.now() + 5 * 60 * 1000;
  let calls = 0, bad = 0;
  while (Date.now() < until) {
    const answers = await Promise.all(Array.from({ length: 20 }, async () => {
      const start = Date.now();
      const answer = await fetch(process.env.URL).catch(() => ({ ok: false }));
      return answer.ok && Date.now() - start < 500;
    }));
    calls += answers.length;
    bad += answers.filter((good) => !good).length;
  }
  return { hookStatus: bad / calls < 0.01 ? "SUCCEEDED" : "FAILED" };
};
