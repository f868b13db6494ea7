/** What the component runtime knows of components that did not come up. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.component;
