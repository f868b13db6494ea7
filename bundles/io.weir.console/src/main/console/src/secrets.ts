/** What is wrong with the name of a secret; nothing if it can be used. */
export function nameProblem(name: string): string {
  if (name.length > 64) return 'At most 64 characters.';
  if (!/^[A-Za-z0-9]/.test(name)) return 'Begin with a letter or digit.';
  return /^[A-Za-z0-9._-]*$/.test(name) ? '' : 'Only letters, digits, dash, underscore and dot.';
}
