package io.weir.driver.mqtt.internal.zigbee;

import java.util.List;

/** What a device of one kind or another would report; a model takes those it understands. */
final class Reports {
  static final List<String> ALL =
      List.of(
          attributes(1, "msTemperatureMeasurement", "{\"measuredValue\":2150}"),
          attributes(1, "msRelativeHumidity", "{\"measuredValue\":4512}"),
          attributes(1, "msPressureMeasurement", "{\"measuredValue\":1013}"),
          attributes(1, "msIlluminanceMeasurement", "{\"measuredValue\":20000}"),
          attributes(1, "msOccupancySensing", "{\"occupancy\":1}"),
          attributes(
              1, "genPowerCfg", "{\"batteryPercentageRemaining\":160,\"batteryVoltage\":29}"),
          attributes(1, "genOnOff", "{\"onOff\":1}"),
          attributes(2, "genOnOff", "{\"onOff\":1}"),
          attributes(1, "genLevelCtrl", "{\"currentLevel\":99}"),
          attributes(1, "lightingColorCtrl", "{\"colorTemperature\":300,\"colorMode\":2}"),
          attributes(1, "haElectricalMeasurement", "{\"activePower\":420,\"rmsVoltage\":231}"),
          attributes(1, "seMetering", "{\"currentSummDelivered\":123456}"),
          attributes(1, "closuresWindowCovering", "{\"currentPositionLiftPercentage\":40}"),
          attributes(1, "closuresDoorLock", "{\"lockState\":1}"),
          attributes(1, "hvacThermostat", "{\"localTemp\":1990,\"occupiedHeatingSetpoint\":2100}"),
          attributes(1, "genAnalogInput", "{\"presentValue\":12.5}"),
          attributes(1, "genMultistateInput", "{\"presentValue\":1}"),
          "{\"device\":\"IEEE\",\"cluster\":\"ssIasZone\",\"command\":\"statusChangeNotification\","
              + "\"payload\":{\"zonestatus\":1,\"extendedstatus\":0,\"zoneID\":1,\"delay\":0}}",
          "{\"device\":\"IEEE\",\"cluster\":\"genOnOff\",\"command\":\"toggle\"}",
          "{\"device\":\"IEEE\",\"cluster\":\"genOnOff\",\"command\":\"on\"}");

  private Reports() {}

  private static String attributes(int endpoint, String cluster, String attributes) {
    return "{\"device\":\"IEEE\",\"endpoint\":"
        + endpoint
        + ",\"cluster\":\""
        + cluster
        + "\",\"attributes\":"
        + attributes
        + "}";
  }
}
