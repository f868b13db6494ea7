package io.weir.server.modbus.internal;

import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.GatewayClock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes of clients, as commands. Blocks the client's own thread. */
final class Writes {
  private record Write(Entry entry, Object value) {}

  private final ServerSettings settings;
  private final CommandRouter router;
  private final GatewayClock clock;

  Writes(ServerSettings settings, CommandRouter router, GatewayClock clock) {
    this.settings = settings;
    this.router = router;
    this.clock = clock;
  }

  boolean isWritable() {
    return settings.isWritable();
  }

  void coils(int start, int count, byte[] bytes, int at, String origin) throws ModbusException {
    List<Write> writes = new ArrayList<>();
    for (Entry entry : entries(Table.COIL, start, count)) {
      int bit = entry.start() - start;
      writes.add(new Write(entry, (bytes[at + (bit >> 3)] >> (bit & 7) & 1) != 0));
    }
    carryOut(writes, origin);
  }

  void registers(int start, int count, byte[] bytes, int at, String origin) throws ModbusException {
    List<Write> writes = new ArrayList<>();
    for (Entry entry : entries(Table.HOLDING, start, count)) {
      if (entry.start() < start || entry.end() > start + count) {
        throw new ModbusException(
            ModbusException.ILLEGAL_VALUE, "a part of " + entry.channel() + " only");
      }
      int from = at + 2 * (entry.start() - start);
      writes.add(new Write(entry, Registers.decode(entry, bytes, from)));
    }
    carryOut(writes, origin);
  }

  private List<Entry> entries(Table table, int start, int count) throws ModbusException {
    List<Entry> entries = settings.map().covering(table, start, count);
    for (Entry entry : entries) {
      if (!entry.isWritable()) {
        throw new ModbusException(
            ModbusException.ILLEGAL_ADDRESS, entry.channel() + " is not marked rw");
      }
    }
    return entries;
  }

  /** One after the other; the first that is not done ends it, and those before stay written. */
  private void carryOut(List<Write> writes, String origin) throws ModbusException {
    long expires = clock.micros() + settings.writeMicros();
    for (Write write : writes) {
      Command command =
          new Command(
              UUID.randomUUID().toString(),
              write.entry().channel(),
              write.value(),
              origin,
              expires);
      CommandResult result = await(command, expires);
      switch (result.outcome()) {
        case DONE -> {}
        case REFUSED -> throw new ModbusException(ModbusException.ILLEGAL_VALUE, result.message());
        case EXPIRED -> throw new ModbusException(ModbusException.BUSY, result.message());
        case FAILED -> throw new ModbusException(ModbusException.DEVICE_FAILURE, result.message());
      }
    }
  }

  private CommandResult await(Command command, long expires) throws ModbusException {
    try {
      return router
          .submit(command)
          .toCompletableFuture()
          .get(Math.max(1, expires - clock.micros()), TimeUnit.MICROSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new ModbusException(ModbusException.DEVICE_FAILURE, "no result: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModbusException(ModbusException.DEVICE_FAILURE, "the server stops");
    }
  }
}
