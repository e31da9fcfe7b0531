/** 0.853 as `85.3 %`. */
export const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

/** A span of time for people: `45 s`, `3 min`, `2 h 5 min`, `24 h`. */
export const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const rest = minutes % 60 === 0 ? "" : ` ${minutes % 60} min`;
  return `${Math.floor(minutes / 60)} h${rest}`;
};

/** A count with its noun: `1 decision`, `3 decisions`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
