/**
 * A typed subset of the Common Expression Language: lexer, parser, type checker and compiler to
 * closures.
 *
 * <p>Source: the public language definition of CEL (cel-spec, {@code doc/langdef.md}).
 */
@org.jspecify.annotations.NullMarked
package io.weir.rules.internal.cel;
