package org.dharmic.mail.imap.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import org.dharmic.journal.Journal;
import org.dharmic.journal.JournalException;
import org.dharmic.journal.Spooled;
import org.dharmic.support.Available;
import org.junit.jupiter.api.Test;

class JournalsTest {

    private final Available<Journal> available = new Available<>(Journal.class);
    private final Journals journals = new Journals(available);

    @Test
    void aStreamGoesIntoTheSpool() throws IOException {
        JournalFake journal = new JournalFake();
        available.arrived(journal);
        Spooled spooled = journals.spool(new ByteArrayInputStream(new byte[10]), 10);
        assertThat(journal.bytes(spooled.ref())).hasSize(10);
    }

    @Test
    void aStreamThatFailsFailsAsItDoes() {
        available.arrived(new JournalFake());
        IOException longer = new IOException("longer than there is room for");
        assertThatThrownBy(() -> journals.spool(
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw longer;
                            }
                        },
                        10))
                .isSameAs(longer);
    }

    @Test
    void theRestOfAStreamIsNotTakenForAll() {
        JournalFake next = new JournalFake();
        Journal[] leaving = new Journal[1];
        leaving[0] = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("spool")) {
                        return method.getName().equals("equals")
                                ? proxy == arguments[0]
                                : System.identityHashCode(proxy);
                    }
                    ((InputStream) arguments[0]).readNBytes(5);
                    available.left(leaving[0]);
                    available.arrived(next);
                    throw new JournalException("leaving");
                });
        available.arrived(leaving[0]);
        assertThatThrownBy(() -> journals.spool(new ByteArrayInputStream(new byte[10]), 10))
                .isInstanceOf(JournalAway.class);
        assertThat(next.all()).isEmpty();
        assertThatThrownBy(() -> next.read("s-1")).isInstanceOf(IOException.class);
    }
}
