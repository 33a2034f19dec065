package org.dharmic.agent.core;

import java.time.Duration;

/**
 * How long a mail is kept waiting, and what its sender hears of it.
 *
 * @param waits whether a mail waits for a model that is out for a while rather than be answered without one
 * @param notice how long it waits before its sender is told; zero = never
 * @param tellsParked whether the sender is told that it waits for a person
 * @param attempts failures of its own after which it waits for a person
 */
record Patience(boolean waits, Duration notice, boolean tellsParked, int attempts) {}
