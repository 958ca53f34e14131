"""What `baocao doctor` says of keys, of sealed backups, and of what erasures have left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.commands.doctor_channels import Finding
from bot.settings import Settings
from storage.database.session import Store

KEY, BACKUPS, ERASED = "BAOCAO_SECRET_KEY", "BAOCAO_BACKUP_RECIPIENTS", "erasures"


def of_store(settings: Settings, store: Store) -> Iterator[Finding]:
    """Secrets that do not open, the proof that the key is kept elsewhere, erasures that are not done."""
    from bot import recovery, secret_key
    from storage.privacy import erasure_journal, sealed_values
    from storage.schedule import reminders

    for kept in store.read(sealed_values.unopened):
        yield Finding(KEY, "warning", f"{kept.what} can't be opened with it: {kept.anew}")
    keys = secret_key.found(settings)
    if keys and not settings.demo and store.read(lambda conn: reminders.mark(conn, recovery.MARK + keys.name)) is None:
        text = "nobody has proved that it is kept elsewhere: print `baocao recovery-sheet --with-secret`, keep it off "
        yield Finding("recovery sheet", "warning", text + "this machine, then `baocao recovery-sheet --proved WORD`")
    if left := [one for one in store.read(erasure_journal.unfinished) if one.state != erasure_journal.TOLD]:
        text = f"{len(left)} not overwritten in the store's files yet; the running bot tries again, at night any size"
        yield Finding(ERASED, "warning", text)


def of_machine(settings: Settings) -> Iterator[Finding]:
    """Where the secret key is, whether backups are open, and archives that should be gone."""
    from bot import secret_key
    from bot.jobs.backup import outlived

    file = secret_key.place(settings)
    if settings.secret_key:
        yield Finding(
            KEY, "ok", "of the settings" + ("; one before it opens too" if settings.secret_key_before else "")
        )
    elif not file.exists():
        yield Finding(KEY, "ok", f"{file} will be made at the first start")
    elif file.stat().st_mode & 0o077:
        yield Finding(KEY, "warning", f"others on this machine can read {file}: chmod 600 {file}")
    else:
        yield Finding(KEY, "ok", f"in {file}")
    if settings.demo:
        return
    count = len(settings.backup_recipients)
    if not count:
        text = "backups are open: whoever gets one reads names and numbers. `baocao key backup FILE` makes a key"
        yield Finding(BACKUPS, "warning", text)
    else:
        more = "" if count > 1 else "; with one key only, its loss is the loss of every backup: make a second"
        yield Finding(BACKUPS, "ok", f"backups are sealed for {count} public key{'s' * (count > 1)}{more}")
    old = [path.name for path in outlived(settings.upgrade_folders, settings.backup_keep, datetime.now(UTC))]
    if old:
        text = f"older than backups are kept: {', '.join(old[:3])}; the running bot deletes them at night"
        yield Finding("archives from before upgrades", "warning", text)
