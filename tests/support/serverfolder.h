// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QThread>

namespace run402::test {

/// A fresh folder for a local server's data, which vanishes. Started by root, the server runs its database as another user,
/// who must get through here; and one whose program was killed ends by itself and writes to the last.
class ServerFolder
{
public:
    ServerFolder()
    {
        m_folder.setAutoRemove(false);
        QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7711));
    }
    ~ServerFolder()
    {
        for (int i = 0; i < 200 && !QDir(m_folder.path()).removeRecursively(); ++i)
            QThread::msleep(100);
    }
    Q_DISABLE_COPY_MOVE(ServerFolder)

    QString path() const { return m_folder.path(); }
    QString filePath(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
};

} // namespace run402::test
