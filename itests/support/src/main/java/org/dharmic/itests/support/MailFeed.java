package org.dharmic.itests.support;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends numbered mails at a steady rate in several conversations at once, and collects the replies; each on a thread of
 * its own. A conversation ends after a few mails, as people's do, and the next one takes its place.
 */
public final class MailFeed implements AutoCloseable {

    private static final int CONVERSATIONS = 8;
    private static final int LENGTH = 10;
    private static final long LOOK_NANOS = 20_000_000;
    private static final List<String> QUESTIONS = List.of(
            "When is the water filter under the sink due to be changed next?",
            "How high should the heating pressure be when the system is cold?",
            "What is the name of the wireless network I give to visitors?",
            "Is there any kind of meat the cat must not get?");

    private final Postbox post;
    private final long betweenNanos;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Postbox.Reply> replies = new CopyOnWriteArrayList<>();
    private final Future<?> sending;
    private final Future<?> collecting;
    /** Held while a mail is handed over, and by whoever wants none to come. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private volatile boolean rested;
    private volatile boolean full;
    private volatile boolean over;
    private volatile int sent;

    /** Begins at once. */
    public MailFeed(Postbox post, double perSecond) {
        this.post = post;
        this.betweenNanos = (long) (1e9 / perSecond);
        this.sending = threads.submit(this::send);
        this.collecting = threads.submit(this::collect);
    }

    private Void send() throws MessagingException {
        long next = System.nanoTime();
        while (!full) {
            turn.lock();
            try {
                if (rested) {
                    rested = false;
                    next = System.nanoTime(); // what was not sent meanwhile is not made up for in one go
                }
                sendNext();
            } finally {
                turn.unlock();
            }
            next += betweenNanos;
            LockSupport.parkNanos(next - System.nanoTime());
        }
        return null;
    }

    private void sendNext() throws MessagingException {
        int number = sent;
        post.send(
                messageId(number),
                "Conversation " + conversation(number),
                QUESTIONS.get(number % QUESTIONS.size()) + " (" + number + ")",
                before(number));
        sent = number + 1;
    }

    /** Calls while no mail is sent and every one that was has its reply: what is asked then costs no mail its time. */
    public <T> T whileResting(Duration limit, Callable<T> call) throws Exception {
        turn.lock();
        try {
            Waiting.until(limit, () -> "a reply to every mail", () -> balance()
                    .missing()
                    .isEmpty());
            return call.call();
        } finally {
            rested = true;
            turn.unlock();
        }
    }

    private Void collect() throws MessagingException {
        while (!over) {
            replies.addAll(post.fresh());
            LockSupport.parkNanos(LOOK_NANOS);
        }
        replies.addAll(post.fresh());
        return null;
    }

    // ---- who belongs to whom

    static String messageId(int number) {
        return "<question-" + number + "@feed.test>";
    }

    /** The number in a Message-ID of ours. */
    static int number(String messageId) {
        return Integer.parseInt(messageId.replaceAll("\\D", ""));
    }

    private static int conversation(int number) {
        return number % CONVERSATIONS + number / CONVERSATIONS / LENGTH * CONVERSATIONS;
    }

    private static List<String> before(int number) {
        List<String> before = new ArrayList<>();
        int first = number - number / CONVERSATIONS % LENGTH * CONVERSATIONS;
        for (int earlier = first; earlier < number; earlier += CONVERSATIONS) {
            before.add(messageId(earlier));
        }
        return before;
    }

    // ---- the balance

    /** How many have been handed to the mail server. */
    public int sent() {
        return sent;
    }

    /** How many replies have come. */
    public int replied() {
        return replies.size();
    }

    /** Sends no more, waits until every mail has its reply or the time is over, and draws the balance. */
    public Balance settle(Duration limit) throws InterruptedException, ExecutionException {
        full = true;
        sending.get();
        long deadline = System.nanoTime() + limit.toNanos();
        while (!balance().missing().isEmpty() && !collecting.isDone() && System.nanoTime() - deadline < 0) {
            Thread.sleep(100);
        }
        over = true;
        collecting.get();
        return balance();
    }

    private Balance balance() {
        return Balance.of(sent, replies, MailFeed::conversation);
    }

    /** Fails when a thread of it has failed: then figures would mean nothing. */
    public void check() throws InterruptedException, ExecutionException {
        if (sending.isDone()) {
            sending.get();
        }
        if (collecting.isDone()) {
            collecting.get();
        }
    }

    @Override
    public void close() {
        full = true;
        over = true;
        threads.shutdown();
    }
}
