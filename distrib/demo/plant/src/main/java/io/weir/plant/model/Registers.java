package io.weir.plant.model;

/**
 * What a device shows on the bus at one instant; each table starts at address 0.
 *
 * @param holding read by function 3
 * @param input read by function 4
 * @param coils read by function 1
 * @param discrete read by function 2
 */
public record Registers(short[] holding, short[] input, boolean[] coils, boolean[] discrete) {}
