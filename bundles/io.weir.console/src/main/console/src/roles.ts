const RANKS = ['viewer', 'operator', 'engineer', 'administrator'];

/** Whether a role is at least an operator's, who acts on the plant and sends again. */
export function mayOperate(role: string): boolean {
  return RANKS.indexOf(role) >= RANKS.indexOf('operator');
}

/** Whether a role is at least an engineer's, who changes what is configured. */
export function mayEngineer(role: string): boolean {
  return RANKS.indexOf(role) >= RANKS.indexOf('engineer');
}
