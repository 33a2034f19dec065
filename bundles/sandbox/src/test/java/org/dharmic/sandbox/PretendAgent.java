package org.dharmic.sandbox;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.support.Available;

/** Reads the agent's mailbox, answers each mail a given number of times, and shows a journal of it. */
final class PretendAgent implements AutoCloseable {

    private final MailProgram mailbox;
    private final String answer;
    private final int replies;
    private final List<Item> items = new CopyOnWriteArrayList<>();
    private final Map<String, String> raw = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::work, "pretend-agent");
    private volatile boolean leaving;

    PretendAgent(LoopbackMail server, String answer, int replies) throws Exception {
        this.mailbox = server.programOf("agent").open();
        this.answer = answer;
        this.replies = replies;
        thread.start();
    }

    private void work() {
        try {
            while (!leaving) {
                for (byte[] mail : mailbox.freshBytes()) {
                    answer(mail);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the pretended agent failed", e);
        }
    }

    private void answer(byte[] mail) throws Exception {
        Reply letter = Reply.parse(mail);
        String id = "item-" + (items.size() + 1);
        raw.put(id, new String(mail, StandardCharsets.ISO_8859_1));
        Item ingested = item(id, Stage.INGESTED, Optional.empty(), Optional.empty());
        items.add(ingested);
        Step.Admitted admitted = new Step.Admitted(
                letter.from(),
                "ask",
                "all",
                "t",
                letter.messageId(),
                letter.references(),
                letter.subject(),
                letter.text(),
                "",
                List.of(),
                "dmarc=pass");
        List<String> chain = new ArrayList<>(letter.references());
        chain.add(letter.messageId());
        String subject = letter.subject().startsWith("Re: ") ? letter.subject() : "Re: " + letter.subject();
        for (int i = 0; i < replies; i++) {
            mailbox.send(new Letter(
                    "<" + id + "-" + i + "@sandbox.test>",
                    mailbox.address(),
                    letter.from(),
                    subject,
                    chain,
                    answer,
                    Instant.now()));
        }
        items.set(
                items.indexOf(ingested),
                item(
                        id,
                        Stage.MARKED,
                        Optional.of(admitted),
                        Optional.of(new Step.Answered(answer, "pretended", "{}", List.of()))));
    }

    private static Item item(
            String id, Stage stage, Optional<Step.Admitted> admitted, Optional<Step.Answered> answered) {
        Arrival arrival = new Arrival("sandbox", "INBOX", 1, 1, new Spooled(id, "", 0), Instant.now());
        return new Item(
                id,
                stage,
                "sandbox",
                Optional.of(arrival),
                Optional.empty(),
                admitted,
                answered,
                Optional.empty(),
                0,
                "",
                false,
                Instant.now(),
                Instant.now());
    }

    Available<Journal> journal() {
        Journal journal = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(),
                new Class<?>[] {Journal.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "read" ->
                        new ByteArrayInputStream(raw.get((String) arguments[0]).getBytes(StandardCharsets.ISO_8859_1));
                    case "find" -> find(arguments[0]);
                    case "history" -> history((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        Available<Journal> available = new Available<>(Journal.class);
        available.arrived(journal);
        return available;
    }

    private Object find(Object idOrFilter) {
        if (idOrFilter instanceof String id) {
            return byId(id);
        }
        return List.copyOf(items);
    }

    private Optional<Item> byId(String id) {
        return items.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    private List<Transition> history(String id) {
        Item item =
                items.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        List<Transition> history = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(item.stage()) <= 0) {
                history.add(new Transition(stage, item.createdAt().plusMillis(stage.ordinal()), "pretended", ""));
            }
        }
        return history;
    }

    @Override
    public void close() throws Exception {
        leaving = true;
        thread.join();
        mailbox.close();
    }
}
