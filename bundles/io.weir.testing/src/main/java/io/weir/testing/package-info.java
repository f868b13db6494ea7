/** Fakes, clocks and contract tests; never ships. */
@NullMarked
package io.weir.testing;

import org.jspecify.annotations.NullMarked;
