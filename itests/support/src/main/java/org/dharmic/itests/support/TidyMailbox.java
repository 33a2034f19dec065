package org.dharmic.itests.support;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.search.FlagTerm;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes answered mails out of the agent's mailbox, as a person does now and then. The sandbox's server looks at every mail of
 * a folder for every mail that it hands out, for each again at all of them: after a thousand it does nothing else.
 */
final class TidyMailbox implements AutoCloseable {

    /** Seldom: a mail that is fetched while others go makes this server lose its place and refuse the whole FETCH. */
    private static final long BETWEEN_NANOS = 15_000_000_000L;

    private static final int MOST_FAILURES = 5;
    private static final FlagTerm ANSWERED = new FlagTerm(new Flags("$Answered"), true);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Store store;
    private final Future<?> tidying;
    private volatile boolean over;
    private volatile String lastTrouble = "none";

    TidyMailbox(String address, String password, int imapPort) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.connectiontimeout", "10000");
        properties.setProperty("mail.imap.timeout", "10000");
        store = Session.getInstance(properties).getStore("imap");
        store.connect("127.0.0.1", imapPort, address, password);
        tidying = thread.submit(this::tidy);
    }

    private Void tidy() throws MessagingException {
        int failures = 0;
        while (!over) {
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_WRITE);
                Message[] answered = inbox.search(ANSWERED);
                inbox.setFlags(answered, new Flags(Flags.Flag.DELETED), true);
                inbox.expunge();
                failures = 0;
            } catch (MessagingException e) {
                if (!store.isConnected() || ++failures > MOST_FAILURES) {
                    throw e;
                }
                lastTrouble = e.getMessage(); // mails that come meanwhile put this server out; the next time it goes
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        return null;
    }

    @Override
    public void close() throws MessagingException {
        over = true;
        thread.shutdown();
        store.close();
    }

    /** Whether it has given up, with the reason. */
    @Override
    public String toString() {
        return tidying.isDone() && !over ? "no longer tidied: " + tidying : "tidied; last trouble: " + lastTrouble;
    }
}
