// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/json/jsonslice.h"
#include "services/cli/cliimport.h"
#include "services/cli/projectsfile.h"
#include "tests/fuzz/fuzz.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace run402;
using fuzz::must;

namespace {

/// In memory where the system has such a folder: every input is written twice.
const QTemporaryDir& folder()
{
    static const QTemporaryDir dir(QDir(QStringLiteral("/dev/shm")).exists() ? QStringLiteral("/dev/shm/run402-fuzz-XXXXXX")
                                                                          : QString());
    return dir;
}

void write(const QString& name, const QByteArray& text)
{
    QFile file(folder().filePath(name));
    must(file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered) && file.write(text) == text.size(),
         "the test can write");
}

CliProjectsEdit edit()
{
    CliProjectsEdit wanted;
    wanted.put = CliProjectsEdit::Put{QStringLiteral("prj_new"), QStringLiteral("anon"), "service", QString(), {}};
    wanted.active = QStringLiteral("prj_new");
    return wanted;
}

void change(const QByteArray& text)
{
    const auto changed = editedCliProjects(text, edit());
    if (!changed.ok()) {
        must(!changed.error().code.isEmpty(), "a failure has a code");
        must(!holdsCliEdit(text, edit()), "what is not the CLI's holds no edit");
        return;
    }
    must(holdsCliEdit(*changed, edit()), "an edit is there afterwards");
    const auto twice = editedCliProjects(*changed, edit());
    must(twice.ok() && *twice == *changed, "the same edit again changes nothing");
    CliProjectsEdit remove;
    remove.remove = QStringLiteral("prj_new");
    const auto removed = editedCliProjects(*changed, remove);
    must(removed.ok() && holdsCliEdit(*removed, remove), "what was put can be taken out");
    const auto merged = mergedCliProjects(text, text, *changed);
    must(merged.ok() && holdsCliEdit(*merged, edit()), "the others' change is kept");
    (void)mergedCliProjects(*changed, text, *removed);
}

} // namespace

/// allowance.json, wallet.json and projects.json, read and edited.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text = fuzz::bytesOf(data, size);
    write(QStringLiteral("allowance.json"), text);
    write(QStringLiteral("projects.json"), text);
    const CliImport import = readCliFolder(folder().path());
    must(bool(import.wallet) == import.walletProblem.isEmpty(), "a wallet or a problem");
    if (import.wallet)
        must(import.wallet->address.size() == 42, "a wallet has an address");
    for (const CliProject& project : import.projects)
        must(!project.id.isEmpty() && !project.serviceKey.contains('\n'), "a project can be used");
    change(text);
    (void)json::memberTexts(text);
    return 0;
}
