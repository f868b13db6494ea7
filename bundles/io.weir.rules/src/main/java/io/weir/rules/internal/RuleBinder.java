package io.weir.rules.internal;

import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Event;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.GatewayClock;
import io.weir.rules.internal.RuleDocument.ActionDocument;
import io.weir.rules.internal.RuleDocument.Emit;
import io.weir.rules.internal.RuleDocument.WriteExpression;
import io.weir.rules.internal.RuleDocument.WriteValue;
import io.weir.rules.internal.cel.CelType;
import io.weir.rules.internal.cel.Program;
import io.weir.rules.internal.cel.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a rule of a document: checks every name and type against the channels there are. */
final class RuleBinder {
  private final CommandRouter router;
  private final GatewayClock clock;
  private final Predicate<Event> outbox;

  RuleBinder(CommandRouter router, GatewayClock clock, Predicate<Event> outbox) {
    this.router = router;
    this.clock = clock;
    this.outbox = outbox;
  }

  /**
   * The compiled rule.
   *
   * @throws ConfigException naming the field, if a name or a type does not fit
   */
  Rule bind(RuleDocument rule, Slots slots, RuleReport report) {
    RuleScope scope = new RuleScope(rule.inputs(), slots);
    List<CelType> bool = List.of(CelType.BOOL);
    Program when = scope.compile(rule.when(), "/when", bool);
    String end = rule.until();
    Program until = end == null ? null : scope.compile(end, "/until", bool);
    return new Rule(
        rule,
        when,
        until,
        actions(rule, rule.actions(), "raised", scope, slots, report),
        actions(rule, rule.onClear(), "cleared", scope, slots, report),
        report);
  }

  private List<Action> actions(
      RuleDocument rule,
      List<ActionDocument> documents,
      String transition,
      RuleScope scope,
      Slots slots,
      RuleReport report) {
    List<Action> actions = new ArrayList<>();
    for (ActionDocument document : documents) {
      if (document instanceof Emit emit) {
        Template message = new Template(emit.message(), scope, emit.pointer() + "/message");
        actions.add(new EmitAction(rule, emit.severity(), message, transition, outbox, report));
      } else if (document instanceof WriteValue write) {
        Channel channel = writable(write.channel(), write.pointer(), slots);
        Object value = fitting(write.value(), channel, write.pointer() + "/value");
        actions.add(write(rule, write.pointer(), channel, value, null, report));
      } else if (document instanceof WriteExpression write) {
        Channel channel = writable(write.channel(), write.pointer(), slots);
        List<CelType> types = types(channel, write.pointer());
        Program value = scope.compile(write.expression(), write.pointer() + "/expr", types);
        actions.add(write(rule, write.pointer(), channel, null, value, report));
      }
    }
    return actions;
  }

  private Action write(
      RuleDocument rule,
      String pointer,
      Channel channel,
      @Nullable Object value,
      @Nullable Program expression,
      RuleReport report) {
    String id = "rule:" + rule.id() + pointer;
    return new WriteAction(id, rule.id(), channel, value, expression, router, clock, report);
  }

  private static Channel writable(String id, String pointer, Slots slots) {
    Channel channel = slots.channel(id);
    if (channel == null) {
      throw new ConfigException(
          pointer + "/channel",
          id,
          "no such channel" + Suggestion.didYouMean(id, slots.channelIds()));
    }
    if (!channel.access().isWritable()) {
      throw new ConfigException(
          pointer + "/channel", id, "its access is r, name a channel that can be written");
    }
    types(channel, pointer);
    return channel;
  }

  private static List<CelType> types(Channel channel, String pointer) {
    CelType type = Slots.celType(channel.info().type());
    if (type == null) {
      throw new ConfigException(
          pointer + "/channel", channel.id(), "it holds bytes, which a rule cannot write");
    }
    return type == CelType.DOUBLE ? List.of(CelType.DOUBLE, CelType.INT) : List.of(type);
  }

  private static Object fitting(Object value, Channel channel, String pointer) {
    ValueType type = channel.info().type();
    Object fitting =
        switch (type) {
          case BOOLEAN -> value instanceof Boolean ? value : null;
          case INTEGER -> value instanceof Long ? value : null;
          case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : null;
          case TEXT -> value instanceof String ? value : null;
          case BYTES -> null;
        };
    if (fitting == null) {
      throw new ConfigException(
          pointer, value, channel.id() + " takes " + Slots.celType(type) + " values");
    }
    if (fitting instanceof Number number
        && (number.doubleValue() < channel.writeMin()
            || number.doubleValue() > channel.writeMax())) {
      throw new ConfigException(
          pointer,
          value,
          channel.id() + " takes " + channel.writeMin() + " to " + channel.writeMax());
    }
    return fitting;
  }
}
