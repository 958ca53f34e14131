"""The store, opened as the settings say: with its keys, and with where an older one is backed up before an upgrade."""

from __future__ import annotations

import logging

from bot import secret_key
from bot.settings import Settings
from storage.database.session import Store, open_store
from storage.privacy.erasure_completion import Completion

log = logging.getLogger(__name__)


def opened(settings: Settings, *, migrate: bool = True) -> Store:
    """With `migrate` it is brought up and may be written, and a key is made where there is none. StoreFault,
    SettingsFault."""
    keys = secret_key.found_or_made(settings) if migrate else secret_key.found(settings)
    return open_store(
        settings.database_url,
        migrate=migrate,
        kept=settings.backup_dir,
        keys=keys,
        recipients=settings.backup_recipients,
    )


def served(settings: Settings) -> Store:
    """The same for whoever answers people: first whoever was erased since is erased again, secrets are sealed under the
    key in use, and what can't be opened is named, each with what to do. All else works."""
    from storage.privacy import erasure, erasure_journal, sealed_values

    store = opened(settings)
    try:
        some = erasure_journal.in_files(settings.journals)
        if again := store.transact(lambda conn: erasure.obey(conn, some)).result():
            log.warning("%d persons who were erased stood in this store, which is older: they are erased again", again)
        Completion(store, settings.media, settings.journals).keep_journals()
        store.transact(sealed_values.seal_all).result()
        for kept in store.read(sealed_values.unopened):
            log.error("%s can't be opened with BAOCAO_SECRET_KEY: %s", kept.what, kept.anew)
    except BaseException:
        store.close()
        raise
    return store
