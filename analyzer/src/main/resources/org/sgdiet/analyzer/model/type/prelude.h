/* SPDX-License-Identifier: Apache-2.0 */
struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
struct scatterlist {
	unsigned long page_link;
	unsigned int offset;
	unsigned int length;
	dma_addr_t dma_address;
	unsigned int dma_length;
	unsigned int dma_flags;
};
struct sg_table { struct scatterlist *sgl; unsigned int nents; unsigned int orig_nents; };
struct phys_vec { phys_addr_t paddr; size_t len; };
struct dma_vec { dma_addr_t addr; size_t len; };
struct phyr { phys_addr_t start; size_t len; };
struct dma_vecs {
	struct dma_vec *vec;
	unsigned int nr;
	unsigned int nents;
	struct scatterlist *sgl;
	struct dma_vec single;
};
struct dma_iova_state { dma_addr_t addr; u64 __size; };
struct bio_vec { struct page *bv_page; unsigned int bv_len; unsigned int bv_offset; };
enum dma_data_direction {
	DMA_BIDIRECTIONAL = 0, DMA_TO_DEVICE = 1, DMA_FROM_DEVICE = 2, DMA_NONE = 3,
};
typedef struct { int counter; } atomic_t;
typedef struct { s64 counter; } atomic64_t;
typedef struct { u32 opaque; } spinlock_t;
typedef struct { u32 opaque; } raw_spinlock_t;
typedef int irqreturn_t;
struct mutex { u64 opaque[4]; };
struct completion { unsigned int done; };
struct device { void *driver_data; void *platform_data; u64 *dma_mask; u64 coherent_dma_mask; };
struct pci_dev { unsigned int device; struct device dev; };
struct platform_device { const char *name; struct device dev; };
struct scsi_data_buffer { struct sg_table table; unsigned int length; };
struct scsi_cmnd {
	struct scsi_device *device;
	unsigned char *host_scribble;
	unsigned char cmnd[32];
	unsigned short cmd_len;
	struct scsi_data_buffer sdb;
	int result;
	enum dma_data_direction sc_data_direction;
	unsigned char *sense_buffer;
};
struct mmc_data {
	unsigned int timeout_ns;
	unsigned int blksz;
	unsigned int blocks;
	int error;
	unsigned int flags;
	unsigned int bytes_xfered;
	unsigned int sg_len;
	int sg_count;
	struct scatterlist *sg;
	s32 host_cookie;
};
struct mmc_request { struct mmc_command *cmd; struct mmc_data *data; };
