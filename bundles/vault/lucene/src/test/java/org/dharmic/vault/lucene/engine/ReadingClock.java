package org.dharmic.vault.lucene.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Told by every file that is read for the index; can let its reader wait. */
public final class ReadingClock extends Clock {

    private final AtomicInteger files = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final int stopAt;

    /** @param stopAt the file at which the reader waits, from 1; 0 for none */
    public ReadingClock(int stopAt) {
        this.stopAt = stopAt;
    }

    /** Files that were read so far. */
    int files() {
        return files.get();
    }

    public void awaitReached() {
        await(reached);
    }

    public void goOn() {
        goOn.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long millis() {
        if (files.incrementAndGet() == stopAt) {
            reached.countDown();
            await(goOn);
        }
        return System.currentTimeMillis();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
