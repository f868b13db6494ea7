/** Registry, polling, conditioning, live values, commands. */
@NullMarked
package io.weir.core.internal;

import org.jspecify.annotations.NullMarked;
