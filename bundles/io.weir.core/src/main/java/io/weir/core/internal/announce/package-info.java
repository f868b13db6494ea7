/** What devices that make themselves known have told, kept. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.announce;
