package org.dharmic.shell;

import java.time.Duration;
import java.util.Map;
import org.dharmic.agent.Agent;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.heartbeat.Heartbeat;
import org.dharmic.journal.Journal;
import org.dharmic.mail.MailChannel;
import org.dharmic.metrics.Metrics;
import org.dharmic.platform.Importer;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.telos.Telos;
import org.dharmic.vault.Vault;
import org.dharmic.vault.VaultIndex;
import org.dharmic.vault.VaultViews;
import org.dharmic.vault.VaultWriter;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Every contract the commands know. The commands need this one service and nothing else, so that all of them exist
 * whichever room is missing.
 */
@Component(service = Rooms.class)
public final class Rooms {

    /** Long enough for a room to be exchanged, short enough for a person at a prompt. */
    public static final Duration WAIT = Duration.ofSeconds(2);

    private final Room<Journal> journal;
    private final Room<Agent> agent;
    private final Room<Telos> telos;
    private final Room<StrangeMemory> strangeMemory;
    private final Room<DeepMemory> deepMemory;
    private final Room<Vault> vault;
    private final Room<VaultIndex> vaultIndex;
    private final Room<VaultViews> vaultViews;
    private final Room<VaultWriter> vaultWriter;
    private final Room<Heartbeat> heartbeat;
    private final Room<Metrics> metrics;
    private final Several<MailChannel> mailChannels;
    private final Several<Importer> importers;

    public Rooms() {
        this(WAIT);
    }

    /** @param wait how long to wait for a room that is not there */
    public Rooms(Duration wait) {
        journal = new Room<>("journal", Journal.class, wait);
        agent = new Room<>("agent", Agent.class, wait);
        telos = new Room<>("telos", Telos.class, wait);
        strangeMemory = new Room<>("strange memory", StrangeMemory.class, wait);
        deepMemory = new Room<>("deep memory", DeepMemory.class, wait);
        vault = new Room<>("vault", Vault.class, wait);
        vaultIndex = new Room<>("vault index", VaultIndex.class, wait);
        vaultViews = new Room<>("vault", VaultViews.class, wait);
        vaultWriter = new Room<>("vault", VaultWriter.class, wait);
        heartbeat = new Room<>("heartbeat", Heartbeat.class, wait);
        metrics = new Room<>("metrics", Metrics.class, wait);
        mailChannels = new Several<>("mail", wait);
        importers = new Several<>("import", wait);
    }

    public Room<Journal> journal() {
        return journal;
    }

    public Room<Agent> agent() {
        return agent;
    }

    public Room<Telos> telos() {
        return telos;
    }

    public Room<StrangeMemory> strangeMemory() {
        return strangeMemory;
    }

    public Room<DeepMemory> deepMemory() {
        return deepMemory;
    }

    public Room<Vault> vault() {
        return vault;
    }

    public Room<VaultIndex> vaultIndex() {
        return vaultIndex;
    }

    public Room<VaultViews> vaultViews() {
        return vaultViews;
    }

    public Room<VaultWriter> vaultWriter() {
        return vaultWriter;
    }

    public Room<Heartbeat> heartbeat() {
        return heartbeat;
    }

    public Room<Metrics> metrics() {
        return metrics;
    }

    public Several<MailChannel> mailChannels() {
        return mailChannels;
    }

    public Several<Importer> importers() {
        return importers;
    }

    // ---- they come and go; of several the highest ranked is asked, and a ranking may change at any time

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindJournal(Journal arrived, Map<String, Object> properties) {
        journal.arrived(arrived, properties);
    }

    public void updatedJournal(Journal changed, Map<String, Object> properties) {
        journal.arrived(changed, properties);
    }

    public void unbindJournal(Journal left) {
        journal.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindAgent(Agent arrived, Map<String, Object> properties) {
        agent.arrived(arrived, properties);
    }

    public void updatedAgent(Agent changed, Map<String, Object> properties) {
        agent.arrived(changed, properties);
    }

    public void unbindAgent(Agent left) {
        agent.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindTelos(Telos arrived, Map<String, Object> properties) {
        telos.arrived(arrived, properties);
    }

    public void updatedTelos(Telos changed, Map<String, Object> properties) {
        telos.arrived(changed, properties);
    }

    public void unbindTelos(Telos left) {
        telos.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindStrangeMemory(StrangeMemory arrived, Map<String, Object> properties) {
        strangeMemory.arrived(arrived, properties);
    }

    public void updatedStrangeMemory(StrangeMemory changed, Map<String, Object> properties) {
        strangeMemory.arrived(changed, properties);
    }

    public void unbindStrangeMemory(StrangeMemory left) {
        strangeMemory.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindDeepMemory(DeepMemory arrived, Map<String, Object> properties) {
        deepMemory.arrived(arrived, properties);
    }

    public void updatedDeepMemory(DeepMemory changed, Map<String, Object> properties) {
        deepMemory.arrived(changed, properties);
    }

    public void unbindDeepMemory(DeepMemory left) {
        deepMemory.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindVault(Vault arrived, Map<String, Object> properties) {
        vault.arrived(arrived, properties);
    }

    public void updatedVault(Vault changed, Map<String, Object> properties) {
        vault.arrived(changed, properties);
    }

    public void unbindVault(Vault left) {
        vault.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindVaultIndex(VaultIndex arrived, Map<String, Object> properties) {
        vaultIndex.arrived(arrived, properties);
    }

    public void updatedVaultIndex(VaultIndex changed, Map<String, Object> properties) {
        vaultIndex.arrived(changed, properties);
    }

    public void unbindVaultIndex(VaultIndex left) {
        vaultIndex.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindVaultViews(VaultViews arrived, Map<String, Object> properties) {
        vaultViews.arrived(arrived, properties);
    }

    public void updatedVaultViews(VaultViews changed, Map<String, Object> properties) {
        vaultViews.arrived(changed, properties);
    }

    public void unbindVaultViews(VaultViews left) {
        vaultViews.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindVaultWriter(VaultWriter arrived, Map<String, Object> properties) {
        vaultWriter.arrived(arrived, properties);
    }

    public void updatedVaultWriter(VaultWriter changed, Map<String, Object> properties) {
        vaultWriter.arrived(changed, properties);
    }

    public void unbindVaultWriter(VaultWriter left) {
        vaultWriter.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindHeartbeat(Heartbeat arrived, Map<String, Object> properties) {
        heartbeat.arrived(arrived, properties);
    }

    public void updatedHeartbeat(Heartbeat changed, Map<String, Object> properties) {
        heartbeat.arrived(changed, properties);
    }

    public void unbindHeartbeat(Heartbeat left) {
        heartbeat.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindMetrics(Metrics arrived, Map<String, Object> properties) {
        metrics.arrived(arrived, properties);
    }

    public void updatedMetrics(Metrics changed, Map<String, Object> properties) {
        metrics.arrived(changed, properties);
    }

    public void unbindMetrics(Metrics left) {
        metrics.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindMailChannel(MailChannel arrived) {
        mailChannels.arrived(arrived);
    }

    public void unbindMailChannel(MailChannel left) {
        mailChannels.left(left);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    public void bindImporter(Importer arrived) {
        importers.arrived(arrived);
    }

    public void unbindImporter(Importer left) {
        importers.left(left);
    }
}
