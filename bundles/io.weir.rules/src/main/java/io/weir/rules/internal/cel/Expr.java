package io.weir.rules.internal.cel;

/**
 * A compiled expression. Strict operators evaluate all operands and leave the first failure in the
 * frame; an operator that may absorb a failure does nothing when one is there already.
 */
interface Expr {}
