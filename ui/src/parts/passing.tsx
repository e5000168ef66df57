/** Times that tick on by themselves between two Views. */
import { countdownText, useSecondsLeft, useSecondsSinceArrival } from "../clock";
import { useWords } from "../words";

/** How long ago something was read, when it was `seconds` old as the View arrived. */
export function Age({ seconds }: { seconds: number }) {
  const say = useWords();
  const age = seconds + useSecondsSinceArrival();
  if (age < 5) return <>{say("age-now")}</>;
  if (age < 60) return <>{say("age-seconds", { count: age })}</>;
  if (age < 3600) return <>{say("age-minutes", { count: Math.floor(age / 60) })}</>;
  if (age < 86_400) return <>{say("age-hours", { count: Math.floor(age / 3600) })}</>;
  return <>{say("age-days", { count: Math.floor(age / 86_400) })}</>;
}

/** How long something still lasts, when `milliseconds` were left as the View arrived. */
export function Countdown({ milliseconds }: { milliseconds: number }) {
  const say = useWords();
  const left = useSecondsLeft(milliseconds);
  return (
    <span class="countdown" role="timer">
      {left > 0 ? say("mode-ends-in", { time: countdownText(left) }) : say("mode-ends-now")}
    </span>
  );
}
