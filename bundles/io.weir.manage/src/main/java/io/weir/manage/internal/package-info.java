/** Configuration as a directory of JSON documents. */
@NullMarked
package io.weir.manage.internal;

import org.jspecify.annotations.NullMarked;
