#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table of the first document that Spoor follows ('Passive DNS Data in Iris', 2021) comes back as it went in.

Three providers, two of their labels that are no DNS types; the MX has no preference there, so 0.
"""
import datetime

from program import EndToEnd, cof, main, run, table

# Query, type, source, count, response as typed, first seen, last seen; newest first, ties in key order.
ROWS = [
    ("webmail.groupweblogs-gsm1900.com", "A", "A", 1, "165.22.196.7", "2019-07-17 19:52", "2019-07-18 02:15"),
    ("cpanel.groupweblogs-gsm1900.com", "A", "D", 2, "165.22.196.7", "2019-07-17 15:56", "2019-07-17 15:56"),
    ("mail.groupweblogs-gsm1900.com", "A", "A", 1, "165.22.196.7", "2019-07-17 15:54", "2019-07-17 15:54"),
    ("mail.groupweblogs-gsm1900.com", "NAME", "A", 1, "groupweblogs-gsm1900.com.", "2019-07-17 15:54",
     "2019-07-17 15:54"),
    ("mail.groupweblogs-gsm1900.com", "CNAME", "A", 1, "groupweblogs-gsm1900.com.", "2019-07-17 15:53",
     "2019-07-17 20:11"),
    ("groupweblogs-gsm1900.com", "A", "B", 3, "165.22.196.7", "2019-07-14 19:49", "2019-07-16 19:31"),
    ("groupweblogs-gsm1900.com", "NS", "B", 3, "rreui10.traeumtgerade.de.", "2019-07-14 19:49", "2019-07-16 19:31"),
    ("groupweblogs-gsm1900.com", "NS", "B", 3, "rreui11.traeumtgerade.de.", "2019-07-14 19:49", "2019-07-16 19:31"),
    ("groupweblogs-gsm1900.com", "A", "A", 1, "165.22.196.7", "2019-07-14 10:04", "2019-07-20 10:17"),
    ("groupweblogs-gsm1900.com", "DOMAIN", "A", 1, "groupweblogs-gsm1900.com.", "2019-07-14 10:04",
     "2019-07-20 10:17"),
    ("groupweblogs-gsm1900.com", "MX", "D", 6, "0 groupweblogs-gsm1900.com.", "2019-07-12 16:42",
     "2019-07-17 15:56"),
    ("www.groupweblogs-gsm1900.com", "CNAME", "D", 2, "groupweblogs-gsm1900.com.", "2019-07-12 16:42",
     "2019-07-12 16:42"),
]
QUESTION = ("*.groupweblogs-gsm1900.com", "--sort", "-first_seen")


def unix(text):
    return int(datetime.datetime.fromisoformat(text + "+00:00").timestamp())


def line(row, **more):
    name, rrtype, _, count, rdata, first, last = row
    return cof(name, rrtype, rdata, unix(first), unix(last), count=count, **more)


class IrisTable(EndToEnd):
    def assert_is_the_table(self, store, prefix=""):
        head, found = table("--store", store, *QUESTION)
        self.assertEqual(head, ["Query", "Type", "Source", "Count", "Response", "First seen", "Last seen"])
        to_the_minute = [[*cells[:5], cells[5][:16], cells[6][:16]] for cells in found]
        expected = [[name, rrtype, prefix + source, str(count), rdata, first, last]
                    for name, rrtype, source, count, rdata, first, last in ROWS]
        self.assertEqual(to_the_minute, expected)

    def test_from_a_file_for_each_provider(self):
        for source in "ABD":
            path = self.write(f"{source}.ndjson", "".join(line(row) for row in ROWS if row[2] == source))
            run("import", "--store", self.store, "--source", source, path)
        self.assert_is_the_table(self.store)

    def test_from_one_feed_with_a_sensor_for_each_provider(self):
        path = self.write("all.ndjson", "".join(line(row, sensor_id=row[2]) for row in reversed(ROWS)))
        run("import", "--store", self.store, "--source", "iris", "--by-sensor", path)
        self.assert_is_the_table(self.store, "iris/")

    def test_as_a_table_with_a_source_in_each_row(self):
        """As a person copies it off the page: tabs, its own heads, times to the minute, the MX without preference."""
        cells = [["Query", "Type", "Source", "Count", "Response", "First Seen", "Last Seen"]]
        for name, rrtype, source, count, rdata, first, last in ROWS:
            shown = {"NS": rdata.rstrip("."), "MX": rdata.removeprefix("0 ").rstrip(".")}.get(rrtype, rdata)
            cells.append([name, rrtype, source, str(count), shown, first.replace(" ", ", "), last.replace(" ", ", ")])
        for separator, name in (("\t", "iris.tsv"), (";", "iris.csv")):
            with self.subTest(name):
                store = self.folder / f"{name}.store"
                path = self.write(name, "".join(separator.join(row) + "\n" for row in cells))
                run("import", "--store", store, "--source", "iris", path)
                self.assert_is_the_table(store, "iris/")

    def test_a_table_that_was_exported_comes_back(self):
        path = self.write("all.ndjson", "".join(line(row, sensor_id=row[2]) for row in ROWS))
        run("import", "--store", self.store, "--source", "iris", "--by-sensor", path)
        exported = run("lookup", "--store", self.store, *QUESTION, "--csv").stdout
        run("import", "--store", self.folder / "again", "--source", "again", self.write("out.csv", exported))
        self.assert_is_the_table(self.folder / "again", "again/iris/")

    def test_joined_sources_add_up_and_span_all(self):
        path = self.write("all.ndjson", "".join(line(row, sensor_id=row[2]) for row in ROWS))
        run("import", "--store", self.store, "--source", "iris", "--by-sensor", path)
        _, found = table("--store", self.store, "groupweblogs-gsm1900.com", "--type", "A", "--merge")
        self.assertEqual(len(found), 1)
        self.assertEqual(found[0][3], "4")
        self.assertEqual([found[0][5][:16], found[0][6][:16]], ["2019-07-14 10:04", "2019-07-20 10:17"])

    def test_the_address_leads_to_every_name_on_it(self):
        path = self.write("all.ndjson", "".join(line(row) for row in ROWS))
        run("import", "--store", self.store, "--source", "iris", path)
        _, found = table("--store", self.store, "165.22.196.7")
        self.assertEqual({cells[0] for cells in found}, {row[0] for row in ROWS if row[1] == "A"})


if __name__ == "__main__":
    main()
