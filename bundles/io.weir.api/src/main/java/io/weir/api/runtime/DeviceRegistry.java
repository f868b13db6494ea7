package io.weir.api.runtime;

import io.weir.api.model.Channel;
import io.weir.api.model.Device;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The devices as they are configured now. Any thread; each answer is immutable.
 *
 * <p>A document that is refused leaves the device as it was; the status names the file, the field
 * and the reason.
 */
@ProviderType
public interface DeviceRegistry {
  /** All devices, by id. */
  List<Device> devices();

  /** The device with this id. */
  Optional<Device> device(String id);

  /** The channel with this full id. */
  Optional<Channel> channel(String id);

  /** The channel with this number, or null if no device has it now. */
  @Nullable Channel channel(int number);

  /** Runs after each change of the devices, on the registry's thread, until closed. */
  AutoCloseable onChange(Runnable action);
}
