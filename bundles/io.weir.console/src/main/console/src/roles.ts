const RANKS = ['viewer', 'operator', 'engineer', 'administrator'];

/** Whether a role is at least an engineer's, who changes what is configured. */
export function mayEngineer(role: string): boolean {
  return RANKS.indexOf(role) >= RANKS.indexOf('engineer');
}
