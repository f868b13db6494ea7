package io.weir.rules.internal.cel;

import org.jspecify.annotations.Nullable;

/**
 * What a name in an expression stands for.
 *
 * @param slot where its value stands in the {@link Frame}
 * @param type type of the value; null when expressions cannot read it
 * @param label how messages name it, for example the channel's id
 */
public record Variable(int slot, @Nullable CelType type, String label) {}
