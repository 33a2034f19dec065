package org.dharmic.vault.lucene.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClassesAheadTest {

    @Test
    void everyNameIsThatOfAClassOfThisLucene() throws Exception {
        assertThat(ClassesAhead.names()).hasSizeGreaterThan(500).doesNotHaveDuplicates();
        for (String name : ClassesAhead.names()) {
            assertThatCode(() -> Class.forName(name, false, getClass().getClassLoader()))
                    .as(name)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void whoeverLeavesIsNotHeldUp() {
        AtomicInteger asked = new AtomicInteger();
        ClassesAhead.begin(() -> {
            asked.incrementAndGet();
            return true;
        });
        await().until(() -> asked.get() == 1);
    }
}
