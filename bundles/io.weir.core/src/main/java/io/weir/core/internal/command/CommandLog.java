package io.weir.core.internal.command;

import io.weir.api.model.Event;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandResult.Outcome;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A command's result as an event. Pure. */
final class CommandLog {
  private CommandLog() {}

  static Event event(Command command, CommandResult result, long now) {
    boolean done = result.outcome() == Outcome.DONE;
    Map<String, String> attributes = new HashMap<>();
    attributes.put("id", command.id());
    attributes.put("origin", command.origin());
    attributes.put("value", String.valueOf(command.value()));
    attributes.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    Sample readBack = result.readBack();
    if (readBack != null) {
      attributes.put("read-back", String.valueOf(readBack.value()));
    }
    String what = command.value() + " to " + command.channel();
    return new Event(
        "command",
        command.channel(),
        done ? Severity.INFO : Severity.WARNING,
        now,
        done
            ? command.origin() + " wrote " + what
            : command.origin() + " could not write " + what + ": " + result.message(),
        attributes);
  }
}
