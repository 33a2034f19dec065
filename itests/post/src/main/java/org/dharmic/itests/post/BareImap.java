package org.dharmic.itests.post;

import java.io.IOException;

/** The few things that one does at an IMAP server without a library. */
public final class BareImap implements AutoCloseable {

    private final Line line;
    private int number;

    /** Connects and logs in. */
    public BareImap(Address address, String user, String password) throws IOException {
        line = new Line(address);
        line.readUntil("* OK");
        if (address.security() == Address.Security.STARTTLS) {
            command("STARTTLS");
            line.secure();
        }
        command("LOGIN \"" + user + "\" \"" + password + "\"");
    }

    /** @return how many mails are in it */
    public int select(String folder) throws IOException {
        line.say(tag() + " SELECT " + folder);
        int exists = 0;
        while (true) {
            String reply = line.read();
            if (reply.endsWith(" EXISTS")) {
                exists = Integer.parseInt(reply.split(" ")[1]);
            } else if (reply.startsWith("a" + number + " ")) {
                return checked("SELECT", reply, exists);
            }
        }
    }

    /** Looks for mails that nobody has seen, as a program does that keeps no connection. */
    public void searchUnseen() throws IOException {
        command("SEARCH UNSEEN");
    }

    /** Empties the folder that is selected. */
    public void clear(int mails) throws IOException {
        if (mails > 0) {
            command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
            command("EXPUNGE");
        }
    }

    /** Waits in IDLE until the server tells of mail. Begin with {@link #idle}. */
    public void awaitNews() throws IOException {
        String news = line.readUntil("* ");
        while (!news.endsWith(" EXISTS")) {
            news = line.readUntil("* ");
        }
    }

    public void idle() throws IOException {
        line.say(tag() + " IDLE");
        line.readUntil("+");
    }

    /** Ends IDLE. */
    public void done() throws IOException {
        line.say("DONE");
        line.readUntil("A" + number + " ");
    }

    private void command(String command) throws IOException {
        line.say(tag() + " " + command);
        String reply = line.readUntil("A" + number + " ");
        checked(command.split(" ")[0], reply, 0);
    }

    private static int checked(String command, String reply, int result) throws IOException {
        if (!reply.split(" ", 3)[1].equals("OK")) {
            throw new IOException("IMAP: " + command + " was answered by " + reply);
        }
        return result;
    }

    private String tag() {
        return "a" + ++number;
    }

    @Override
    public void close() throws IOException {
        try (line) {
            command("LOGOUT");
        }
    }
}
