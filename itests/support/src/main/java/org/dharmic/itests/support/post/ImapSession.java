package org.dharmic.itests.support.post;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One client of an {@link ImapServer}. Its own thread reads and answers; others push news while it idles. */
final class ImapSession {

    private static final String FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

    private final ImapServer server;
    private final PostOffice office;
    private final InputStream in;
    private final OutputStream out;
    private String user = "";
    private Box box;
    private boolean examined;
    /** What the client knows, in the order of its numbers; guarded by this, as is writing. */
    private final List<Box.Stored> known = new ArrayList<>();

    private long knownVersion;
    private boolean idling;
    private final Runnable news = this::push;

    ImapSession(ImapServer server, PostOffice office, Socket client) throws IOException {
        this.server = server;
        this.office = office;
        in = new BufferedInputStream(client.getInputStream(), 64 * 1024);
        out = new BufferedOutputStream(client.getOutputStream(), 64 * 1024);
    }

    void serve() throws IOException {
        try {
            boolean open = say("* OK [CAPABILITY " + server.capabilities() + "] scripted", "BANNER");
            while (open) {
                open = handle(ImapRequest.read(in, out));
            }
        } finally {
            leave();
        }
    }

    private boolean handle(ImapRequest request) throws IOException {
        server.heard(request);
        Optional<String> instead = server.script().next(request.verb());
        if (instead.isPresent()) {
            return improvise(request, instead.get());
        }
        try {
            return perform(request);
        } catch (IllegalArgumentException e) {
            answer(request, "BAD " + e.getMessage());
            return true;
        }
    }

    /** {@code drop}, {@code hang}, an untagged response after which the line is cut, or how the tagged one ends. */
    private boolean improvise(ImapRequest request, String instead) throws IOException {
        if (instead.equals(Script.DROP)) {
            return false;
        }
        if (instead.equals(Script.HANG)) {
            return true;
        }
        if (instead.startsWith("*")) {
            write(instead);
            return false;
        }
        answer(request, instead);
        return true;
    }

    private boolean perform(ImapRequest request) throws IOException {
        switch (request.verb()) {
            case "CAPABILITY" -> write("* CAPABILITY " + server.capabilities());
            case "ID" -> write("* ID NIL");
            case "NAMESPACE" -> write("* NAMESPACE ((\"\" \"/\")) NIL NIL");
            case "LOGIN" -> user = request.word(0);
            case "AUTHENTICATE" -> authenticate(request);
            case "ENABLE", "NOOP", "CHECK" -> {
                // news follow below
            }
            case "LOGOUT" -> {
                write("* BYE");
                answer(request, "OK bye");
                return false;
            }
            case "LIST", "LSUB", "XLIST" -> list(request);
            case "STATUS" -> status(request);
            case "SELECT", "EXAMINE" -> {
                select(request);
                return true;
            }
            case "CLOSE", "UNSELECT" -> close(request.verb().equals("CLOSE"));
            case "EXPUNGE" -> expunge();
            case "IDLE" -> idle(request);
            case "APPEND" -> append(request);
            case "SEARCH" -> search(request, false);
            case "FETCH" -> fetch(request, false);
            case "STORE" -> store(request, false);
            case "UID" -> {
                ImapRequest byUid = request.shifted();
                switch (byUid.verb()) {
                    case "SEARCH" -> search(byUid, true);
                    case "FETCH" -> fetch(byUid, true);
                    case "STORE" -> store(byUid, true);
                    default -> throw new IllegalArgumentException("UID " + byUid.verb());
                }
            }
            default -> throw new IllegalArgumentException(request.verb());
        }
        // RFC 9051 section 7.5.1: the numbers may not change under a command that goes by numbers.
        boolean byNumber = Set.of("FETCH", "STORE", "SEARCH").contains(request.verb());
        tellNews(!byNumber);
        answer(request, "OK done");
        return true;
    }

    // ---- without a folder

    private void authenticate(ImapRequest request) throws IOException {
        String given = request.word(1);
        if (given.isEmpty()) {
            write("+");
            given = ImapRequest.line(in);
        }
        String text = new String(java.util.Base64.getDecoder().decode(given), StandardCharsets.UTF_8);
        // PLAIN: NUL user NUL password; XOAUTH2: user=… ^A auth=… ^A ^A
        String[] parts = text.split("[\0\u0001]");
        user = text.startsWith("user=") ? parts[0].substring("user=".length()) : parts[1];
    }

    private void list(ImapRequest request) throws IOException {
        String pattern = request.word(request.words().size() - 1);
        for (String name : office.names(user)) {
            String use = name.equals(PostOffice.SENT) && server.capabilities().contains("SPECIAL-USE") ? " \\Sent" : "";
            if (pattern.equals("*") || pattern.equals("%") || pattern.equals(name)) {
                write("* " + request.verb() + " (\\HasNoChildren" + use + ") \"/\" " + name);
            }
        }
    }

    private void status(ImapRequest request) throws IOException {
        Box asked = existing(request.word(0));
        write("* STATUS " + request.word(0) + " (MESSAGES " + asked.count() + " UIDNEXT " + asked.nextUid()
                + " UIDVALIDITY " + asked.uidValidity() + " UNSEEN 0)");
    }

    private Box existing(String name) {
        Box found = office.find(user, name);
        if (found == null) {
            throw new IllegalArgumentException("there is no folder " + name);
        }
        return found;
    }

    private void append(ImapRequest request) {
        String bytes = request.word(request.words().size() - 1);
        existing(request.word(0)).add(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---- a folder

    private void select(ImapRequest request) throws IOException {
        Box next = office.find(user, request.word(0));
        leave();
        if (next == null) {
            answer(request, "NO there is no such folder");
            return;
        }
        examined = request.verb().equals("EXAMINE") || next.isReadOnly();
        synchronized (this) {
            box = next;
            knownVersion = next.version();
            known.clear();
            known.addAll(next.mails());
        }
        next.onChange(news);
        write("* " + known.size() + " EXISTS");
        write("* 0 RECENT");
        write("* FLAGS (" + FLAGS + ")");
        write("* OK [PERMANENTFLAGS (" + (examined ? "" : FLAGS + server.keywords()) + ")] limited");
        write("* OK [UIDVALIDITY " + next.uidValidity() + "] valid");
        write("* OK [UIDNEXT " + next.nextUid() + "] next");
        answer(request, "OK [" + (examined ? "READ-ONLY" : "READ-WRITE") + "] selected");
    }

    private void leave() {
        Box before = box;
        if (before != null) {
            before.forget(news);
        }
        synchronized (this) {
            box = null;
            known.clear();
        }
    }

    private void close(boolean expunging) {
        if (expunging && !examined) {
            removeDeleted();
        }
        leave();
    }

    private void removeDeleted() {
        Set<Box.Stored> gone = new HashSet<>();
        for (Box.Stored mail : known) {
            if (mail.flags().contains("\\Deleted")) {
                gone.add(mail);
            }
        }
        box.remove(gone);
    }

    private void expunge() throws IOException {
        removeDeleted();
        tellNews(true);
    }

    private void idle(ImapRequest request) throws IOException {
        synchronized (this) {
            write("+ idling");
            idling = true;
        }
        push(); // what came between the last answer and now
        String done = ImapRequest.line(in);
        synchronized (this) {
            idling = false;
        }
        if (!done.equalsIgnoreCase("DONE")) {
            throw new IllegalArgumentException("DONE expected in IDLE, was " + done);
        }
    }

    /** Called by whoever changes the folder. */
    private void push() {
        synchronized (this) {
            if (!idling || server.isMute()) {
                return;
            }
            try {
                tellNews(true);
                out.flush();
            } catch (IOException e) {
                idling = false; // its own thread notices that the line is gone
            }
        }
    }

    private synchronized void tellNews(boolean alsoGone) throws IOException {
        if (box == null || box.version() == knownVersion) {
            return;
        }
        long version = box.version();
        List<Box.Stored> now = box.mails();
        Set<Box.Stored> there = new HashSet<>(now);
        boolean anyGone = false;
        for (int i = known.size() - 1; i >= 0; i--) {
            if (!there.contains(known.get(i))) {
                anyGone = true;
                if (alsoGone) {
                    known.remove(i);
                    write("* " + (i + 1) + " EXPUNGE");
                }
            }
        }
        long last = known.isEmpty() ? 0 : known.get(known.size() - 1).uid();
        int before = known.size();
        now.stream().filter(mail -> mail.uid() > last).forEach(known::add);
        if (known.size() > before) {
            write("* " + known.size() + " EXISTS");
        }
        if (alsoGone || !anyGone) {
            knownVersion = version;
        }
    }

    // ---- mails

    private interface Visit {
        void with(int number, Box.Stored mail) throws IOException;
    }

    private void each(String set, boolean byUid, Visit visit) throws IOException {
        List<Box.Stored> view;
        synchronized (this) {
            view = List.copyOf(known);
        }
        long last = view.isEmpty() ? 0 : byUid ? view.get(view.size() - 1).uid() : view.size();
        for (String range : set.split(",")) {
            String[] ends = range.split(":", 2);
            long one = ends[0].equals("*") ? last : Long.parseLong(ends[0]);
            long other = ends.length == 1 ? one : ends[1].equals("*") ? last : Long.parseLong(ends[1]);
            for (int i = 0; i < view.size(); i++) {
                long number = byUid ? view.get(i).uid() : i + 1;
                if (number >= Math.min(one, other) && number <= Math.max(one, other)) {
                    visit.with(i + 1, view.get(i));
                }
            }
        }
    }

    private void fetch(ImapRequest request, boolean byUid) throws IOException {
        List<String> items = ImapFetch.items(request.words().get(1));
        boolean seen = !examined
                && items.stream().anyMatch(item -> item.toUpperCase(Locale.ROOT).startsWith("BODY["));
        each(request.word(0), byUid, (number, mail) -> {
            if (seen) {
                mail.flags().add("\\Seen");
            }
            byte[] response = ImapFetch.response(number, mail, items, byUid);
            synchronized (this) {
                out.write(response);
            }
        });
    }

    private void store(ImapRequest request, boolean byUid) throws IOException {
        String how = request.word(1).toUpperCase(Locale.ROOT);
        Set<String> flags = new HashSet<>(ImapFetch.items(request.words().get(2)));
        if (examined) {
            throw new IllegalArgumentException("the folder can only be read");
        }
        each(request.word(0), byUid, (number, mail) -> {
            if (how.startsWith("-")) {
                mail.flags().removeAll(flags);
            } else {
                if (!how.startsWith("+")) {
                    mail.flags().clear();
                }
                mail.flags().addAll(flags);
            }
            if (!how.endsWith(".SILENT")) {
                write("* " + number + " FETCH (FLAGS (" + String.join(" ", mail.flags()) + "))");
            }
        });
    }

    private void search(ImapRequest request, boolean byUid) throws IOException {
        StringBuilder found = new StringBuilder("* SEARCH");
        ImapSearch search = ImapSearch.of(request.words());
        each("1:*", false, (number, mail) -> {
            if (search.matches(number, mail)) {
                found.append(' ').append(byUid ? mail.uid() : number);
            }
        });
        write(found.toString());
    }

    // ---- writing

    private boolean say(String usual, String verb) throws IOException {
        String line = server.script().next(verb).orElse(usual);
        if (line.equals(Script.DROP)) {
            return false;
        }
        if (!line.equals(Script.HANG)) {
            write(line);
            out.flush();
        }
        return true;
    }

    private void answer(ImapRequest request, String how) throws IOException {
        synchronized (this) {
            write(request.tag() + " " + how);
            out.flush();
        }
    }

    private void write(String line) throws IOException {
        synchronized (this) {
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (line.startsWith("+")) {
                out.flush();
            }
        }
    }
}
