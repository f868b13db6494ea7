package io.weir.rules.internal;

import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.rules.internal.cel.CelException;
import io.weir.rules.internal.cel.CelType;
import io.weir.rules.internal.cel.Environment;
import io.weir.rules.internal.cel.Program;
import io.weir.rules.internal.cel.Suggestion;
import io.weir.rules.internal.cel.Variable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The names that one rule's expressions may use: its inputs, and every channel through ch(). */
final class RuleScope implements Environment {
  private final Slots slots;
  private final Map<String, Variable> inputs = new LinkedHashMap<>();

  /**
   * @throws ConfigException if an input names no channel that can be read
   */
  RuleScope(Map<String, String> aliases, Slots slots) {
    this.slots = slots;
    aliases.forEach(
        (alias, id) -> {
          Variable variable = variable(id, alias + " (" + id + ")", "/inputs/" + alias);
          inputs.put(alias, variable);
        });
  }

  /** Compiles an expression of one of these types. */
  Program compile(String expression, String pointer, List<CelType> types) {
    try {
      Program program = Program.compile(expression, this);
      if (!types.contains(program.type())) {
        throw new ConfigException(
            pointer, expression, "the result must be " + types + ", this is " + program.type());
      }
      return program;
    } catch (CelException e) {
      throw new ConfigException(pointer, expression, Objects.requireNonNull(e.getMessage()));
    }
  }

  private Variable variable(String id, String label, String pointer) {
    Channel channel = slots.channel(id);
    if (channel == null) {
      throw new ConfigException(
          pointer, id, "no such channel" + Suggestion.didYouMean(id, slots.channelIds()));
    }
    if (!channel.access().isReadable()) {
      throw new ConfigException(pointer, id, "its access is w, name a channel that can be read");
    }
    return variable(channel, label);
  }

  private Variable variable(Channel channel, String label) {
    CelType type = Slots.celType(channel.info().type());
    return new Variable(type == null ? -1 : slots.slot(channel), type, label);
  }

  @Override
  public @Nullable Variable variable(String name) {
    return inputs.get(name);
  }

  @Override
  public @Nullable Variable channel(String id) {
    Channel channel = slots.channel(id);
    return channel == null || !channel.access().isReadable() ? null : variable(channel, id);
  }

  @Override
  public Collection<String> variableNames() {
    return inputs.keySet();
  }

  @Override
  public Collection<String> channelIds() {
    return slots.channelIds();
  }
}
