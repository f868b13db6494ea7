package io.weir.core.internal.command;

import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalException;
import io.weir.core.internal.bus.Acquisition.Target;
import io.weir.core.internal.bus.BusThread;
import io.weir.core.internal.bus.WriteRequest;
import io.weir.core.internal.command.RawValue.RefusedException;
import io.weir.core.internal.registry.ResolvedChannel;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks commands, has them written and records what became of them. A result is told once it is on
 * record, as an acknowledgement is. Any thread.
 */
final class Commands {
  private static final int REMEMBERED = 1024;
  private static final int MAX_OUTSTANDING = 1024;

  private final Function<String, @Nullable Target> targets;
  private final Journal journal;
  private final GatewayClock clock;
  private final StatusBoard.Part part;
  private final Executor executor;
  private final Map<String, CompletableFuture<CommandResult>> known = new LinkedHashMap<>();
  private int outstanding;

  /**
   * @param targets where a channel is written, by its id
   * @param executor runs what waits for the journal, one at a time
   */
  Commands(
      Function<String, @Nullable Target> targets,
      Journal journal,
      GatewayClock clock,
      StatusBoard.Part part,
      Executor executor) {
    this.targets = targets;
    this.journal = journal;
    this.clock = clock;
    this.part = part;
    this.executor = executor;
    part.ok();
  }

  CompletionStage<CommandResult> submit(Command command) {
    CompletableFuture<CommandResult> future = new CompletableFuture<>();
    synchronized (known) {
      CompletableFuture<CommandResult> earlier = known.get(command.id());
      if (earlier != null) {
        part.counter("repeated").increment();
        return earlier.minimalCompletionStage();
      }
      if (outstanding >= MAX_OUTSTANDING) {
        return CompletableFuture.completedStage(
            result(command, Outcome.FAILED, outstanding + " commands are under way already"));
      }
      outstanding++;
      known.put(command.id(), future);
      forgetOldest();
    }
    carryOut(command, result -> executor.execute(() -> finish(command, result, future)));
    return future.minimalCompletionStage();
  }

  /** Forgets the oldest command that has ended, when there are too many. */
  private void forgetOldest() {
    if (known.size() > REMEMBERED) {
      known.entrySet().stream()
          .filter(entry -> entry.getValue().isDone())
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(known::remove);
    }
  }

  private void carryOut(Command command, Consumer<CommandResult> end) {
    Target target = targets.apply(command.channel());
    Long expires = command.expires();
    if (expires != null && clock.micros() > expires) {
      end.accept(result(command, Outcome.EXPIRED, "Its time was over before it could be written"));
      return;
    }
    try {
      if (target == null) {
        throw new RefusedException("There is no channel '" + command.channel() + "'");
      }
      ResolvedChannel channel = target.channel();
      BusThread bus = target.bus();
      if (!channel.channel().access().isWritable()) {
        throw new RefusedException("'" + command.channel() + "' can only be read");
      }
      if (bus == null) {
        throw new RefusedException("The device of '" + command.channel() + "' is switched off");
      }
      RawValue raw = RawValue.of(channel, command.value());
      bus.write(
          new WriteRequest(
              channel,
              raw.bits(),
              raw.object(),
              expires,
              written -> end.accept(result(command, channel, written))));
    } catch (RefusedException e) {
      end.accept(result(command, Outcome.REFUSED, String.valueOf(e.getMessage())));
    }
  }

  private static CommandResult result(Command command, Outcome outcome, String message) {
    return new CommandResult(command.id(), outcome, message, null);
  }

  private CommandResult result(
      Command command, ResolvedChannel channel, WriteRequest.Result written) {
    WriteRequest.ReadBack back = written.readBack();
    Sample sample = null;
    if (back != null) {
      Object value =
          Quality.isBad(back.quality())
              ? null
              : RawValue.toValue(channel, back.bits(), back.object());
      long epoch = clock.toEpoch(clock.boot(), back.time());
      sample = new Sample(command.channel(), epoch, value, back.quality());
    }
    return new CommandResult(command.id(), written.outcome(), written.message(), sample);
  }

  private void finish(
      Command command, CommandResult result, CompletableFuture<CommandResult> future) {
    part.counter(result.outcome().name().toLowerCase(Locale.ROOT)).increment();
    try {
      journal.append(CommandLog.event(command, result, clock.micros()));
      part.ok();
    } catch (JournalException | RuntimeException e) {
      part.status(State.ERROR, "disk", "Results of commands cannot be recorded: " + e.getMessage());
    }
    synchronized (known) {
      outstanding--;
    }
    future.complete(result);
  }
}
