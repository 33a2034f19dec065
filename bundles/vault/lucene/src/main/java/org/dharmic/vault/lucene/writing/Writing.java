package org.dharmic.vault.lucene.writing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.dharmic.vault.Draft;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.Written;

/** From a draft to a note: policy, audit, file, in this order. */
public final class Writing {

    /** In one second so many notes of one name find a place; the next one is told so. */
    private static final int MOST_OF_A_NAME = 100;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

    private final Optional<Path> vault;
    private final WriteSettings settings;
    private final Policy policy;
    private final Predicate<String> belongs;
    private final AuditLog audit;
    private final Supplier<Reads.Seen> reads;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * @param vault the vault's folder; empty when none is configured
     * @param belongs whether the vault would have a path
     * @param audit the file of the audit log
     * @param zone of the time stamps without one
     */
    public Writing(
            Optional<Path> vault,
            WriteSettings settings,
            long maxBytes,
            Predicate<String> belongs,
            Path audit,
            Supplier<Reads.Seen> reads,
            Clock clock,
            ZoneId zone) {
        this.vault = vault;
        this.settings = settings;
        this.policy = new Policy(settings, maxBytes);
        this.belongs = belongs;
        this.audit = new AuditLog(audit);
        this.reads = reads;
        this.clock = clock;
        this.zone = zone;
    }

    public Written write(Draft draft) {
        Instant now = clock.instant();
        Reads.Seen seen = reads.get();
        byte[] content = draft.text().getBytes(StandardCharsets.UTF_8);
        String file = draft.name().contains(".") ? draft.name() : draft.name() + settings.extension();
        Policy.Verdict verdict = policy.of(draft, file, content.length, seen, now);
        if (verdict.allowed()) {
            verdict = withPlace(verdict, draft.folder() + "/" + file);
        }
        Map<String, Object> attempt = attempt(draft, file, content.length, verdict, seen, now);
        record(attempt);
        if (!verdict.allowed()) {
            return new Written(Optional.empty(), verdict.reasons(), verdict.warnings());
        }
        try {
            String path = create(draft.folder(), file, content, now);
            return new Written(Optional.of(path), List.of(), verdict.warnings());
        } catch (IOException | UnsupportedOperationException e) {
            attempt.put("action", "write_failed");
            attempt.put("reasons", List.of("io_error: " + e));
            record(attempt);
            throw new VaultException("the note is not there: " + e, e);
        }
    }

    private Policy.Verdict withPlace(Policy.Verdict verdict, String path) {
        String why = vault.isEmpty()
                ? "vault_missing: vault.folder is not set"
                : !Files.isDirectory(vault.get())
                        ? "vault_missing: vault.folder " + vault.get() + " is not there"
                        : !belongs.test(path) ? "place_not_allowed: include and exclude would leave it out" : "";
        return why.isEmpty() ? verdict : new Policy.Verdict(List.of(why), verdict.warnings(), verdict.labels());
    }

    /** The first free name: its own, with the time, with the time and a number. */
    private String create(String folder, String file, byte[] content, Instant now) throws IOException {
        Filing filing = new Filing(vault.orElseThrow().toRealPath());
        Path place = filing.folder(folder);
        String stem = file.substring(0, file.length() - settings.extension().length());
        String stamp = "_" + STAMP.format(LocalDateTime.ofInstant(now, zone));
        for (int i = 0; i < MOST_OF_A_NAME; i++) {
            String name = i == 0 ? file : stem + stamp + (i == 1 ? "" : "_" + i) + settings.extension();
            try {
                filing.create(place, name, content);
                return folder + "/" + name;
            } catch (FileAlreadyExistsException e) {
                // Whatever has the name keeps it.
            }
        }
        throw new IOException("there are " + MOST_OF_A_NAME + " notes of this name and second");
    }

    private void record(Map<String, Object> line) {
        try {
            audit.add(line);
        } catch (IOException e) {
            throw new VaultException("nothing was written: the audit log cannot be written (" + e + ")", e);
        }
    }

    private Map<String, Object> attempt(
            Draft draft, String file, int bytes, Policy.Verdict verdict, Reads.Seen seen, Instant now) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", local(now));
        line.put("instant", now.toString());
        line.put("version", 1);
        line.put("action", "write");
        line.put("allowed", verdict.allowed());
        line.put("reasons", verdict.reasons());
        line.put("warnings", verdict.warnings());
        line.put("labels", verdict.labels());
        line.put("filename", brief(file));
        line.put("subdir", brief(draft.folder()));
        line.put("content_len", draft.text().length());
        line.put("content_bytes", bytes);
        line.put("consent", draft.consent());
        line.put("critique_present", !draft.critique().isBlank());
        line.put("force", draft.force());
        line.put("by", brief(draft.by()));
        line.put("last_read_at", seen.at().map(this::local));
        line.put("last_read_paths", seen.paths());
        return line;
    }

    private String local(Instant at) {
        return LocalDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String brief(String text) {
        return text.length() > 300 ? text.substring(0, 300) : text;
    }
}
