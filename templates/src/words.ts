// Words and numbers in the reader's language.
import type { State } from "./protocol";

export const korean = document.documentElement.lang !== "en";

/** t picks the text of the interface's language. */
export const t = (ko: string, en: string): string => (korean ? ko : en);

const locale = korean ? "ko" : "en";

export const count = (n: number): string => n.toLocaleString(locale);

/** duration is a time as the status lines show it: 0.03초, 12.4초, 3분 20초. */
export function duration(ms: number): string {
  const s = ms / 1000;
  if (s < 60) return `${s.toFixed(s < 10 ? 2 : 1)}${t("초", " s")}`;
  const minutes = Math.floor(s / 60);
  const rest = Math.floor(s % 60);
  if (minutes < 60) return t(`${minutes}분 ${rest}초`, `${minutes} min ${rest} s`);
  return t(`${Math.floor(minutes / 60)}시간 ${minutes % 60}분`, `${Math.floor(minutes / 60)} h ${minutes % 60} min`);
}

/** ticking is the time of something that runs: one decimal, so that it does not flicker. */
export const ticking = (ms: number): string =>
  ms < 60_000 ? `${(ms / 1000).toFixed(1)}${t("초", " s")}` : duration(ms);

export const stateWord: Record<State, string> = {
  idle: t("아직 실행하지 않음", "not run yet"),
  queued: t("대기", "queued"),
  running: t("실행 중", "running"),
  ok: t("완료", "done"),
  failed: t("오류", "failed"),
  "not-run": t("실행하지 않음", "not run"),
  skipped: t("실행하지 않는 셀", "never run"),
};

export const lineOf = (line: number): string => t(`${line}째 줄`, `line ${line}`);
export const cellName = (n: number): string => t(`셀 ${n}`, `cell ${n}`);
