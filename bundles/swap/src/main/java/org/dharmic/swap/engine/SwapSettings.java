package org.dharmic.swap.engine;

import java.time.Duration;

/**
 * @param verify how long new revisions may take to do as well as the old ones
 * @param kept how many exchanges keep the configuration files they began with
 * @param versions how many exchanges of a bundle back its jars are kept
 */
public record SwapSettings(Duration verify, int kept, int versions) {}
