package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DnsKeysTest {

    private static final String NAME = "k1._domainkey.friends.example";

    private final DnsKeys keys = new DnsKeys();

    private static SenderPolicy.DkimRules rules(DnsFake dns, Duration timeout) {
        return new SenderPolicy.DkimRules(true, 2048, Duration.ofDays(5), timeout, "127.0.0.1:" + dns.port());
    }

    @Test
    void theStringsOfARecordAreJoinedWithoutAnythingBetween() throws IOException, NotNow {
        String key = "v=DKIM1; k=rsa; p=" + "A".repeat(400);
        try (DnsFake dns = DnsFake.answering(List.of(key.substring(0, 200), key.substring(200)), List.of("a\"b\\c"))) {
            assertThat(keys.records(NAME, rules(dns, Duration.ofSeconds(5)))).containsExactlyInAnyOrder(key, "a\"b\\c");
            assertThat(dns.asked()).contains(NAME);
        }
    }

    @Test
    void aNameThatDoesNotExistHasNoKey() throws IOException, NotNow {
        try (DnsFake dns = DnsFake.failing(3)) {
            assertThat(keys.records(NAME, rules(dns, Duration.ofSeconds(5)))).isEmpty();
        }
        try (DnsFake dns = DnsFake.answering()) {
            assertThat(keys.records(NAME, rules(dns, Duration.ofSeconds(5)))).isEmpty();
        }
    }

    @Test
    void aServerThatFailsOrIsSilentIsNoAnswer() throws IOException {
        try (DnsFake dns = DnsFake.failing(2)) {
            assertThatThrownBy(() -> keys.records(NAME, rules(dns, Duration.ofSeconds(5))))
                    .isInstanceOf(NotNow.class)
                    .hasMessageContaining(NAME);
        }
        try (DnsFake dns = DnsFake.silent()) {
            assertThatThrownBy(() -> keys.records(NAME, rules(dns, Duration.ofMillis(300))))
                    .isInstanceOf(NotNow.class);
        }
    }

    @Test
    void theClassLoaderOfTheThreadIsPutBack() throws IOException, NotNow {
        ClassLoader own = new ClassLoader(null) {};
        Thread.currentThread().setContextClassLoader(own);
        try (DnsFake dns = DnsFake.answering(List.of("p=x"))) {
            assertThat(keys.records(NAME, rules(dns, Duration.ofSeconds(5)))).containsExactly("p=x");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
        } finally {
            Thread.currentThread().setContextClassLoader(DnsKeysTest.class.getClassLoader());
        }
    }

    @Test
    void aDomainWhoseServersAreSilentIsNotAskedForEachMail() throws NotNow {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong nanos = new AtomicLong();
        KnownKeys known = new KnownKeys(
                (name, rules) -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new NotNow("silence", null);
                    }
                    return List.of("p=x");
                },
                nanos::get);
        SenderPolicy.DkimRules rules = Policies.plain().dkim();
        for (int i = 0; i < 5; i++) {
            String name = "k" + i + "._domainkey.friends.example";
            assertThatThrownBy(() -> known.records(name, rules)).isInstanceOf(NotNow.class);
        }
        assertThat(asked).hasValue(1);
        assertThat(known.records("k._domainkey.other.example", rules)).containsExactly("p=x");
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(known.records(NAME, rules)).containsExactly("p=x");
    }

    @Test
    void aKeyIsRememberedForAWhile() throws NotNow {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong nanos = new AtomicLong();
        KnownKeys known = new KnownKeys(
                (name, rules) -> {
                    asked.incrementAndGet();
                    return name.startsWith("none") ? List.of() : List.of("p=" + asked);
                },
                nanos::get);
        SenderPolicy.DkimRules rules = Policies.plain().dkim();
        assertThat(known.records("a", rules))
                .isEqualTo(known.records("a", rules))
                .containsExactly("p=1");
        nanos.addAndGet(Duration.ofMinutes(11).toNanos());
        assertThat(known.records("a", rules)).containsExactly("p=2");
        known.records("none", rules);
        known.records("none", rules);
        assertThat(asked).hasValue(3);
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        known.records("none", rules);
        assertThat(asked).hasValue(4);
        for (int i = 0; i < 1_000; i++) {
            known.records("many" + i, rules);
        }
        known.records("a", rules);
        assertThat(asked).hasValue(1_005); // the oldest went
    }
}
