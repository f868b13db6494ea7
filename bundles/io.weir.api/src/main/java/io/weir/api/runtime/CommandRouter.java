package io.weir.api.runtime;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The only way to write to a device: checks limits and expiry, runs the write on the bus thread
 * between polls, reads back, and appends the result to the journal's event lane. Any thread.
 */
@ProviderType
public interface CommandRouter {
  /**
   * Carries out a command. Returns at once; the stage completes normally with whatever became of
   * it, on a thread of the gateway that must not be blocked.
   */
  CompletionStage<CommandResult> submit(Command command);
}
