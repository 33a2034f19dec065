package org.dharmic.benchmarks.vault.ask;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What queries are made from: samples of titles, headings, links and running text of any vault, the same for the same seed
 * and files.
 *
 * @param files paths relative to the vault, in their order
 * @param titles of notes whose title no other note has
 * @param headings that stand once in the whole vault
 * @param links whose words point to one note alone
 */
public record VaultScan(
        Path vault,
        List<String> files,
        long bytes,
        List<Named> titles,
        List<Named> headings,
        List<Named> links,
        List<String> tags,
        List<String> windows) {

    /** As the vault's own default: larger files are not part of it. */
    private static final long MOST_BYTES = 5_000_000;

    private static final int NAMES = 4_000;
    private static final int WINDOWS = 30_000;
    private static final int WINDOW_CHARS = 400;

    /**
     * A text that names a place.
     *
     * @param path of the note
     * @param firstLine of the place, from 1
     * @param lastLine inclusive; {@code Integer.MAX_VALUE} for the whole note
     */
    public record Named(String text, String path, int firstLine, int lastLine) {
        static Named note(String text, String path) {
            return new Named(text, path, 1, Integer.MAX_VALUE);
        }
    }

    public static VaultScan of(Path vault, long seed) throws IOException {
        return new Scanner(vault, seed).scan();
    }

    /** The first folder with so many files, and none below it; empty when there is no such folder. */
    public Optional<String> folderOf(int fewest, int most) {
        Map<String, Integer> direct = new TreeMap<>();
        for (String file : files) {
            int slash = file.lastIndexOf('/');
            if (slash > 0) {
                direct.merge(file.substring(0, slash), 1, Integer::sum);
            }
        }
        return direct.entrySet().stream()
                .filter(each -> each.getValue() >= fewest && each.getValue() <= most)
                .map(Map.Entry::getKey)
                .filter(folder -> direct.keySet().stream().noneMatch(other -> other.startsWith(folder + "/")))
                .findFirst();
    }

    private static final class Scanner {
        private final Path vault;
        private final long seed;
        private final List<String> files;
        private final Targets targets;
        private final Map<String, String> titleOf = new ConcurrentHashMap<>();
        private final LongAdder bytes = new LongAdder();
        private final Owners titleOwners = new Owners();
        private final Owners headingOwners = new Owners();
        private final Owners linkTargets = new Owners();
        private final Sample<Named> titles = new Sample<>(NAMES);
        private final Sample<Named> headings = new Sample<>(NAMES);
        private final Sample<Named> links = new Sample<>(NAMES * 4);
        private final Sample<String> tags = new Sample<>(NAMES);
        private final Sample<String> windows = new Sample<>(WINDOWS);

        Scanner(Path vault, long seed) throws IOException {
            this.vault = vault;
            this.seed = seed;
            files = VaultScan.files(vault);
            targets = new Targets(files);
        }

        VaultScan scan() {
            files.parallelStream().forEach(this::read);
            List<Named> linked = links.values().stream()
                    .filter(link -> linkTargets.isAlone(link.text(), link.path()))
                    .filter(link -> saysMoreThanName(link.text(), link.path()))
                    .distinct()
                    .toList();
            return new VaultScan(
                    vault,
                    files,
                    bytes.sum(),
                    titles.values().stream()
                            .filter(each -> titleOwners.isAlone(each.text(), each.path()))
                            .toList(),
                    headings.values().stream()
                            .filter(each -> headingOwners.isAlone(each.text(), each.path() + ":" + each.firstLine()))
                            .toList(),
                    linked,
                    tags.values().stream().distinct().toList(),
                    windows.values());
        }

        /** Link words that repeat title or file name would measure those again. */
        private boolean saysMoreThanName(String words, String path) {
            List<String> said = lower(words);
            return said.stream().anyMatch(Tokens::isTelling)
                    && !said.equals(lower(Targets.stem(path)))
                    && !said.equals(lower(titleOf.get(path)));
        }

        private static List<String> lower(String text) {
            return Tokens.of(text.toLowerCase(Locale.ROOT));
        }

        private void read(String path) {
            String text;
            try {
                byte[] content = Files.readAllBytes(vault.resolve(path));
                bytes.add(content.length);
                text = new String(content, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            NoteText note = NoteText.read(path, text);
            titleOf.put(path, note.title());
            if (Tokens.of(note.title()).stream().filter(Tokens::isTelling).count() > 0) {
                titleOwners.add(note.title(), path);
                titles.offer(Hashing.of(seed, path), () -> Named.note(note.title(), path));
            }
            for (NoteText.Heading heading : note.headings()) {
                String place = path + ":" + heading.firstLine();
                headingOwners.add(heading.text(), place);
                if (!heading.text().equals(note.title())
                        && Tokens.of(heading.text()).stream()
                                        .filter(Tokens::isTelling)
                                        .count()
                                > 1) {
                    headings.offer(
                            Hashing.of(seed, place),
                            () -> new Named(heading.text(), path, heading.firstLine(), heading.lastLine()));
                }
            }
            int number = 0;
            for (NoteText.Link link : note.links()) {
                String target = targets.resolve(path, link.target()).orElse(path);
                if (!target.equals(path)) {
                    linkTargets.add(link.words(), target);
                    links.offer(Hashing.of(seed, path + "|" + number++), () -> Named.note(link.words(), target));
                }
            }
            note.tags().forEach(tag -> tags.offer(Hashing.of(seed, tag + path), () -> tag));
            for (String paragraph : note.paragraphs()) {
                windows.offer(
                        Hashing.of(seed, path + number++),
                        () -> paragraph.substring(0, Math.min(paragraph.length(), WINDOW_CHARS)));
            }
        }
    }

    /** The Markdown files of a vault that everybody can read and write down, without what is hidden, in their order. */
    public static List<String> files(Path vault) throws IOException {
        List<String> files = new ArrayList<>();
        Files.walkFileTree(vault, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                String name = visited.getFileName().toString();
                boolean hidden = name.startsWith(".") || name.equals("node_modules");
                return hidden && !visited.equals(vault) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                String path = vault.relativize(file).toString();
                if (attributes.isRegularFile()
                        && name.endsWith(".md")
                        && !name.startsWith(".")
                        && attributes.size() <= MOST_BYTES
                        && path.chars().noneMatch(Character::isISOControl)
                        && Files.isReadable(file)) {
                    files.add(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }
}
