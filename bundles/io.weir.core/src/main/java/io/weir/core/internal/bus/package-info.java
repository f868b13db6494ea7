/** One thread per connection: plan, poll, write, recover. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.bus;
