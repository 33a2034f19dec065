package org.dharmic.vault.lucene;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.support.osgi.DataFolder;
import org.dharmic.vault.lucene.folder.Globs;
import org.dharmic.vault.lucene.folder.Scopes;
import org.dharmic.vault.lucene.view.Roots;
import org.dharmic.vault.lucene.writing.WriteSettings;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say: folders, scopes, globs and the mode. */
@Component(property = ConfigCheck.PID + "=" + Settings.PID)
public final class VaultConfigCheck implements ConfigCheck {

    private final BundleContext context;

    @Activate
    public VaultConfigCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        List<ConfigProblem> problems = new ArrayList<>();
        check(
                set,
                "scopes",
                "name=folder1|folder2 separated by commas, each name once, none of them 'all'",
                problems,
                Scopes::parse);
        check(set, "include", "globs separated by commas", problems, value -> Globs.parse(value, ""));
        check(set, "exclude", "globs separated by commas", problems, value -> Globs.parse("", value));
        check(set, "index.mode", "lucene or scan", problems, Settings.Mode::parse);
        // A folder that is missing is no mistake: a disk may not be mounted yet.
        check(set, "vault.folder", "a folder", problems, this::vault);
        check(set, "index.folder", "a folder outside the vault's", problems, value -> outside(set, index(value)));
        check(set, "write.folders", "folders relative to the vault", problems, WriteSettings::folders);
        check(set, "write.extension", "an extension like .md", problems, WriteSettings::extension);
        for (String view : List.of("view.core", "view.jewels", "view.stream", "view.induction", "view.sources")) {
            check(set, view, "a folder relative to the vault", problems, value -> Roots.folder(view, value));
        }
        return problems;
    }

    private Path vault(String value) {
        return Settings.vaultFolder(value, LuceneVault.home(context))
                .map(VaultConfigCheck::folderOrMissing)
                .orElse(null);
    }

    private Path index(String value) {
        return folderOrMissing(DataFolder.resolve(context, value, "vault-index"));
    }

    private static Path folderOrMissing(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is not a folder");
        }
        return path;
    }

    /** Inside, every change of the index would be heard as a change of the vault. */
    private Path outside(Map<String, Object> set, Path index) {
        Object folder = set.get("vault.folder");
        Path vault = folder == null ? null : vault(folder.toString());
        if (vault != null && index.startsWith(vault)) {
            throw new IllegalArgumentException(index + " lies in " + vault);
        }
        return index;
    }

    private interface Parser {
        Object parse(String value);
    }

    private static void check(
            Map<String, Object> set, String key, String expected, List<ConfigProblem> problems, Parser parser) {
        Object value = set.get(key);
        if (value == null) {
            return;
        }
        try {
            parser.parse(value.toString());
        } catch (IllegalArgumentException e) { // an InvalidPathException is one
            problems.add(new ConfigProblem(Settings.PID, key, value.toString(), expected, Settings.FILE));
        }
    }
}
