import { available, phaseInfo, preload, RulesUnavailable, safePhaseInfo } from "@focus-squad/core";

const answer = document.createElement("pre");
answer.id = "answer";
answer.textContent = JSON.stringify({
  available: available(),
  told: told(safePhaseInfo(0, 0)),
  thrown: thrownBy(() => phaseInfo(0, 0)),
  preload: await preload().then(() => "loaded", named),
});
document.body.append(answer);

function told(result) {
  return result.ok ? "an answer" : result.errors.map(({ code }) => code);
}

function thrownBy(call) {
  try {
    call();
    return "nothing";
  } catch (error) {
    return named(error);
  }
}

function named(error) {
  const { name, header, message } = error;
  return { typed: error instanceof RulesUnavailable, name, header, message };
}
