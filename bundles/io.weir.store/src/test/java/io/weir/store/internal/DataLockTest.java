package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
  @TempDir Path directory = Path.of("");

  @Test
  void aDirectoryIsTakenOnce() throws IOException {
    try (DataLock lock = DataLock.take(directory)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> DataLock.take(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by another gateway");
    }
    DataLock.take(directory).close();
  }
}
