/** Tests of the rule engine. */
@org.jspecify.annotations.NullMarked
package io.weir.rules.internal;
