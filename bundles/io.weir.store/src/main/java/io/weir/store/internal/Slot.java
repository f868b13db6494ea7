package io.weir.store.internal;

import java.nio.file.Path;

/** A preallocated file that a lane may use as a segment. */
record Slot(Path path, DiskFile file, long capacity) {}
