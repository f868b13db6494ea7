package io.weir.web.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import io.weir.api.security.Session;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/commands}: writes a channel and answers with what became of it. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/commands")
@HttpWhiteboardServletAsyncSupported
public final class CommandsResource extends Resource {
  private static final List<String> FIELDS = List.of("id", "channel", "value");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Duration EXPIRY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CommandRouter router;
  private final GatewayClock clock;

  /** As a component. */
  @Activate
  public CommandsResource(
      @Reference AccessControl access,
      @Reference CommandRouter router,
      @Reference GatewayClock clock) {
    super(access);
    this.router = router;
    this.clock = clock;
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.OPERATOR);
    Session session = requireSession(exchange.session());
    Command command = command(exchange.body(), session.user());
    String remote = exchange.remote();
    LateAnswer answer =
        new LateAnswer(
            exchange,
            PATIENCE,
            new ApiException(
                504,
                "timeout",
                "no result yet; it will stand in /api/events under the id " + command.id()));
    answer.when(
        router
            .submit(command)
            .handle((result, failure) -> result == null ? failed(command, failure) : result)
            .whenComplete((result, none) -> audit(session, remote, command, result)),
        (result, none) -> send(exchange, Objects.requireNonNull(result)));
  }

  private static CommandResult failed(Command command, Throwable failure) {
    return new CommandResult(
        command.id(), CommandResult.Outcome.FAILED, String.valueOf(failure), null);
  }

  private static void audit(Session session, String remote, Command command, CommandResult result) {
    Audit.LOG.info(
        "command user={} remote={} id={} channel={} value={} outcome={}",
        session.user(),
        remote,
        command.id(),
        Audit.clean(command.channel()),
        Audit.clean(String.valueOf(command.value())),
        result.outcome());
  }

  private Command command(JsonNode body, String user) throws ApiException {
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw ApiException.bad("body", name, "use the fields " + String.join(", ", FIELDS));
      }
    }
    JsonNode channel = body.get("channel");
    if (channel == null || !channel.isTextual()) {
      throw ApiException.bad("channel", channel, "name a channel listed by /api/devices");
    }
    JsonNode id = body.get("id");
    if (id != null && !(id.isTextual() && ID.matcher(id.textValue()).matches())) {
      throw ApiException.bad("id", id, "use 1 to 64 letters, digits and . _ : - or leave it out");
    }
    return new Command(
        id == null ? UUID.randomUUID().toString() : id.textValue(),
        channel.textValue(),
        value(body.get("value")),
        "console:" + user,
        clock.micros() + EXPIRY.toNanos() / 1000);
  }

  private static Object value(@Nullable JsonNode value) throws ApiException {
    if (value != null) {
      if (value.isBoolean()) {
        return value.booleanValue();
      }
      if (value.canConvertToLong() && value.isIntegralNumber()) {
        return value.longValue();
      }
      if (value.isNumber() && Double.isFinite(value.doubleValue())) {
        return value.doubleValue();
      }
      if (value.isTextual()) {
        return value.textValue();
      }
    }
    throw ApiException.bad("value", value, "send a boolean, a number or text");
  }

  private static void send(Exchange exchange, CommandResult result) throws IOException {
    exchange.send(
        200,
        json -> {
          json.writeStringField("id", result.id());
          json.writeStringField("outcome", Values.name(result.outcome()));
          json.writeStringField("message", result.message());
          Sample readBack = result.readBack();
          if (readBack == null) {
            json.writeNullField("readBack");
          } else {
            json.writeObjectFieldStart("readBack");
            json.writeStringField("channel", readBack.channel());
            json.writeNumberField("time", readBack.time());
            json.writeFieldName("value");
            Values.write(json, readBack.value());
            json.writeStringField("quality", Quality.text(readBack.quality()));
            json.writeEndObject();
          }
        });
  }
}
