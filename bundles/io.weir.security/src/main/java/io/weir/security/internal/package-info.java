/** Access codes, sessions, certificates. */
@NullMarked
package io.weir.security.internal;

import org.jspecify.annotations.NullMarked;
