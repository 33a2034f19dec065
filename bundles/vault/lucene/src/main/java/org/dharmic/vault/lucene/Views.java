package org.dharmic.vault.lucene;

import java.nio.file.Path;
import java.util.List;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.VaultSummary;
import org.dharmic.vault.VaultViews;
import org.dharmic.vault.lucene.view.Roots;
import org.dharmic.vault.lucene.view.Shelves;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** The folders with a meaning of their own as a service, as the configuration names them. */
@Component(service = VaultViews.class, configurationPid = Settings.PID)
public final class Views implements VaultViews {

    private final OwnVault vault;
    private final Path home;
    private volatile Shelves shelves;

    @Activate
    public Views(BundleContext context, @Reference OwnVault vault, VaultConfig config) {
        this.vault = vault;
        this.home = LuceneVault.home(context);
        this.shelves = shelves(config);
    }

    @Modified
    void modified(VaultConfig config) {
        shelves = shelves(config);
    }

    private Shelves shelves(VaultConfig config) {
        return new Shelves(
                vault,
                new Roots(
                        Roots.folder("view.core", config.view_core()),
                        Roots.folder("view.jewels", config.view_jewels()),
                        Roots.folder("view.stream", config.view_stream()),
                        Roots.folder("view.induction", config.view_induction()),
                        Roots.folder("view.sources", config.view_sources()),
                        Roots.lineage(config.view_lineage_file(), home)));
    }

    @Override
    public List<Note> crownJewels() {
        return shelves.crownJewels();
    }

    @Override
    public Passage crownJewel(String name) {
        return shelves.crownJewel(name);
    }

    @Override
    public List<Note> stream(int limit) {
        return shelves.stream(limit);
    }

    @Override
    public Passage streamEntry(String name) {
        return shelves.streamEntry(name);
    }

    @Override
    public Passage inductionPrompt(String version) {
        return shelves.inductionPrompt(version);
    }

    @Override
    public List<Note> sourceTexts() {
        return shelves.sourceTexts();
    }

    @Override
    public Passage sourceText(String name) {
        return shelves.sourceText(name);
    }

    @Override
    public VaultSummary summary() {
        return shelves.summary();
    }

    @Override
    public String lineage() {
        return shelves.lineage();
    }
}
