package org.dharmic.benchmarks.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.dharmic.itests.post.BareImap;
import org.dharmic.itests.post.BareSmtp;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.support.Percentiles;
import org.dharmic.itests.support.Waiting;
import org.dharmic.itests.support.kill.Life;
import org.dharmic.itests.support.kill.Scene;

/** What the kept connection gains, how soon a mail is noticed over it, and what it costs while nothing happens. */
final class ConnectionFigures {

    /** As many as the platform remembers for the median by its own clock. */
    private static final int LOOKS = 101;
    /** The first ones are slow: classes are loaded, code is compiled. */
    private static final int WARM_UP = 100;

    private static final int NOTICES = 40;

    private final Correspondence correspondence;

    ConnectionFigures(Correspondence correspondence) {
        this.correspondence = correspondence;
    }

    /**
     * Medians in milliseconds: a look over the kept connection, as somebody on another thread waits for it and by the
     * intake's own clock; one that connects; and connect, login, select, search, logout by hand, without a library.
     */
    Map<String, Object> looks() throws Exception {
        List<Double> asked = new ArrayList<>();
        List<Double> perPoll = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        double own;
        try (Life life = correspondence.connected(correspondence.plan())) {
            for (int i = 0; i < WARM_UP; i++) {
                look(life);
                bareLook();
            }
            // In turns, so that whatever else the machine does meets both.
            for (int i = 0; i < LOOKS; i++) {
                asked.add(look(life));
                bare.add(bareLook());
            }
            own = Long.parseLong(life.ask("warm-look")) / 1_000.0;
            life.ask("set " + Scene.ACCOUNT + " " + account(Map.of("connection", "per-poll")));
            Waiting.until(Correspondence.SETTLE, () -> "a connection per look", () -> life.ask("state")
                    .equals("POLLING"));
            for (int i = 0; i < LOOKS; i++) {
                perPoll.add(look(life));
            }
        }
        double byHand = Percentiles.of(bare).p50();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("looks", LOOKS);
        figures.put("connect_login_search_logout_ms", Correspondence.rounded(byHand, 2));
        against(figures, "kept_own_clock", own, byHand);
        against(figures, "kept_asked_for", Percentiles.of(asked).p50(), byHand);
        against(figures, "per_poll_asked_for", Percentiles.of(perPoll).p50(), byHand);
        return figures;
    }

    private static void against(Map<String, Object> figures, String name, double millis, double byHand) {
        figures.put(name + "_ms", Correspondence.rounded(millis, 2));
        figures.put(name + "_to_by_hand", Correspondence.rounded(millis / byHand, 3));
    }

    private String account(Map<String, String> changed) {
        StringBuilder words = new StringBuilder();
        correspondence
                .plan()
                .with(Scene.ACCOUNT, changed)
                .configurations()
                .get(Scene.ACCOUNT)
                .forEach((key, value) ->
                        words.append(key).append('=').append(value).append(' '));
        return words.toString().strip();
    }

    private static double look(Life life) throws InterruptedException {
        return Long.parseLong(life.ask("poll 20000")) / 1_000.0;
    }

    private double bareLook() throws IOException {
        long start = System.nanoTime();
        MailHost host = correspondence.host();
        try (BareImap imap = host.imap(host.agent())) {
            imap.select(PostOffice.INBOX);
            imap.searchUnseen();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /**
     * Milliseconds from the moment at which another connection in IDLE heard of a mail until the mail was durable in the
     * journal, fetched and stored.
     */
    Map<String, Object> notice() throws Exception {
        MailHost host = correspondence.host();
        List<Long> millis = new ArrayList<>();
        try (Life life = correspondence.connected(correspondence.plan());
                BareSmtp smtp = host.smtp(host.owner());
                BareImap witness = host.imap(host.agent())) {
            witness.select(PostOffice.INBOX);
            for (int i = 0; i < NOTICES; i++) {
                int number = correspondence.next();
                witness.idle();
                // Whatever the platform does between two mails, one comes at any time of it.
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(200, 1_500));
                correspondence.write(smtp);
                witness.awaitNews();
                long pushed = System.currentTimeMillis();
                correspondence.awaitDone(life);
                witness.done();
                millis.add(Math.max(
                        0, Correspondence.since(life, number).get(0).at().get("INGESTED") - pushed));
            }
        }
        // The first one finds everything cold.
        Percentiles percentiles = Percentiles.of(millis.subList(1, millis.size()));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("mails", percentiles.count());
        figures.put("p50_ms", percentiles.p50());
        figures.put("max_ms", percentiles.max());
        figures.put("first_ms", millis.get(0));
        return figures;
    }

    /** TLS handshakes, and the processor time of the account's threads. The line is tried often, to see what that costs. */
    Map<String, Object> idle(int seconds, int keepAlive) throws Exception {
        try (Life life = correspondence.connected(
                correspondence.plan().with(Scene.ACCOUNT, Map.of("keepalive.seconds", Integer.toString(keepAlive))))) {
            life.ask("count-handshakes");
            // What belongs to the beginning is over when the first tries of the line have come and gone.
            TimeUnit.SECONDS.sleep(10);
            long handshakes = Long.parseLong(life.ask("handshakes"));
            long cpu = Long.parseLong(life.ask("cpu mail-"));
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            double elapsed = (System.nanoTime() - start) / 1e9;
            double core = (Long.parseLong(life.ask("cpu mail-")) - cpu) / 1e9 / elapsed;
            long made = Long.parseLong(life.ask("handshakes")) - handshakes;
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("seconds", seconds);
            figures.put("keepalive_seconds", keepAlive);
            figures.put("handshakes", made);
            figures.put("handshakes_per_hour", Correspondence.rounded(made * 3_600 / elapsed, 1));
            figures.put("core_percent", Correspondence.rounded(core * 100, 3));
            return figures;
        }
    }
}
