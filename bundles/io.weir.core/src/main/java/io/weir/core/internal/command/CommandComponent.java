package io.weir.core.internal.command;

import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Journal;
import io.weir.core.internal.bus.Acquisition;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The command router as a service; results are recorded on its thread {@code weir-commands}. */
@Component(service = CommandRouter.class)
public final class CommandComponent implements CommandRouter {
  private static final long PATIENCE_S = 10;

  /** Its queue is bounded by the commands that may be under way at once. */
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> new Thread(task, "weir-commands"),
          // A result that comes while the gateway stops is recorded all the same.
          (task, ended) -> task.run());

  private final StatusBoard.Part part;
  private final Commands commands;

  @Activate
  public CommandComponent(
      @Reference Acquisition acquisition,
      @Reference Journal journal,
      @Reference GatewayClock clock,
      @Reference StatusBoard board) {
    part = board.part("commands");
    commands = new Commands(acquisition::target, journal, clock, part, executor);
  }

  @Override
  public CompletionStage<CommandResult> submit(Command command) {
    return commands.submit(command);
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)) {
      executor.shutdownNow();
    }
    part.close();
  }
}
