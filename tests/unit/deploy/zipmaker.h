// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <archive.h>
#include <archive_entry.h>

/// Writes zips, honest and hostile, for the tests.
class ZipMaker
{
public:
    explicit ZipMaker(const QString& path, bool encrypted = false) : m_archive(archive_write_new())
    {
        archive_write_set_format_zip(m_archive);
        if (encrypted) {
            archive_write_set_options(m_archive, "zip:encryption=traditional");
            archive_write_set_passphrase(m_archive, "secret");
        }
        archive_write_open_filename(m_archive, QFile::encodeName(path).constData());
    }
    ~ZipMaker() { archive_write_free(m_archive); }

    void file(const char* name, const QByteArray& data)
    {
        archive_entry* e = archive_entry_new();
        archive_entry_set_pathname(e, name);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_entry_set_size(e, data.size());
        archive_write_header(m_archive, e);
        archive_write_data(m_archive, data.constData(), size_t(data.size()));
        archive_entry_free(e);
    }
    void link(const char* name, const char* target)
    {
        archive_entry* e = archive_entry_new();
        archive_entry_set_pathname(e, name);
        archive_entry_set_filetype(e, AE_IFLNK);
        archive_entry_set_symlink(e, target);
        archive_write_header(m_archive, e);
        archive_entry_free(e);
    }

private:
    archive* m_archive;
};
